<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>Activity</name>
    <message>
        <source>Porchlight started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Porchlight ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Component added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Component changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Component removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Credential stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Credential removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer went to sleep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer woke up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A notification could not be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Porchlight itself was unwell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Porchlight</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Advice</name>
    <message>
        <source>All connections are taken. See which program holds them, or have max_connections raised.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask who runs the database whether the password was changed, and store it with “porchlight secrets set”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask whoever runs it to let Porchlight&apos;s checks through (user agent “Porchlight”).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask whoever runs it to look at its certificate; visitors see a warning now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask whoever runs it to renew the certificate before it ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that this computer may reach it: VPN, firewall, network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the address for a typing error. If it is right, the domain may have lapsed: ask whoever manages it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classy allows 1,800 requests a minute for an application. If the sync runs now, wait for its end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare organization_id with the number in your Classy address, and ask whether the application belongs to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect this computer to the internet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the audience&apos;s id anew from Mailchimp (Audience → Settings → Audience name and defaults) and correct list_id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the settings: “porchlight config check” names each fault.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If the file is damaged, stop what writes it and bring back the last copy; else look at the query&apos;s expectation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the plug-in anew, or remove it with the tool that installed it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It answers, but not with what is expected. Look at it yourself; if it is right, change the expectation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is asked too often. Nothing to do if it passes; else set a longer interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It works, slowly. Watch whether it passes; if it lasts, tell whoever runs it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its own side reports a failure. Look at its status page, then tell its support the time and the code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mailchimp allows 10 connections at once. If the sync runs now, wait for its end; else see what else uses the account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a new key in Mailchimp (profile → Extras → API keys) and store it with “porchlight secrets set”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make new application credentials in Classy (Settings → Apps &amp; Extensions) and store them with “porchlight secrets set”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make room on the disk or restart Porchlight; if it comes back, report it with the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing new has come for too long. Look whether the job behind it still runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a browser and sign in to this network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it in a browser. If it is slow there too, tell whoever runs it; if not, allow more time with timeout.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Store the credential with “porchlight secrets set NAME”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The allowance is used up. Wait until it is renewed, have it raised, or let other programs ask less often.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The computer is there, the service is not. Ask whoever runs it to start it, or check the port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key may have been revoked or changed. Make a new one and store it with “porchlight secrets set”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key may have been revoked or its user disabled. Make a new one in Mailchimp (profile → Extras → API keys).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key works but may not do this. Have its permissions extended by an administrator of the account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a fault of Porchlight or of a plug-in. Please report it with the log.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>no answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needed you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asleep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not watched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slow above %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>median %1 · p95 %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComponentEditor</name>
    <message>
        <source>Test connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what the file says now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it all the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it empty to keep the one that is stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings file says something else of it by now. Nothing was overwritten.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComponentWindow</name>
    <message>
        <source>Loading the chart …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 90 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter new key …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save chart as picture …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save figures as CSV …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response time, ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>24 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>13 months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same figures as a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the time goes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter new key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vendor&apos;s status page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What we would do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused until %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 for %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A failure is being checked again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>critical</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It works as it should. If that changes, the next step stands here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at %1 first: this depends on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no history to show.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uptime 24 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uptime 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uptime 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uptime 90 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not watched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Median 24 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>30 days: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95th percentile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was measured in this time yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The diagnostics are on the clipboard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save chart as picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save figures as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It could not be saved there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComponentsPage</name>
    <message>
        <source>It can only be edited in the settings file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Components</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a component</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is removed. Its history stays.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CredentialWindow</name>
    <message>
        <source>New key – Porchlight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes into the keyring, is never shown again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Store and check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new key for %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As people call it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words for grouping, with commas between them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Critical</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The light turns red when it fails.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether it is checked at all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Such as 30s, 5m or 1h.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for an answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After this long without an answer the check has failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirmations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often a first failure is checked again before it counts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause before confirming</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depends on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Their trouble explains this one&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slow above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response time over which a check counts as slow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judged by its own results even when this computer is offline.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a password; that goes into the keyring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected codes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any 2xx where nothing stands here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Must be on the page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value in the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A JSON pointer such as /queue/length.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Condition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow redirects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Credential</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name under which the keyring holds it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Header&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Believe its health report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the answer is one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Days before its end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One SELECT; the first value is compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Organisation&apos;s number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stands in the address of your Classy pages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audience&apos;s id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audience → Settings → Audience name and defaults.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep single results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least 24h; averages are kept for longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>system, none, or an address such as http://proxy:3128.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked whether online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Addresses that answer 204; two neutral ones where nothing stands here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes of status are told by the desktop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name: value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as for all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User and password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Header</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>equals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not equal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is greater than</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is less than</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is at least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>matches the pattern</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <source>This is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secret: goes into the keyring, is never shown again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>Start when I log in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where things are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none: this is the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History and log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another data folder is chosen at the start, with --data-dir or PORCHLIGHT_DATA_DIR.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings file was changed meanwhile. What you see here is not what it says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This system did not let us change what starts at login.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GuideWindow</name>
    <message>
        <source>Welcome – Porchlight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watched so far: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome. This is a light that is left on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It watches the systems that carry your gifts, says which one is not well, why, and what to do. It only ever reads, and what it learns stays on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up what I use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Donation page, Classy, Mailchimp, database … Each is tried out before it is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look around first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A demo with services that are made up. Nothing of yours is touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What should be watched?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The light is on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You find it in the tray of your desktop: green when all is well, and with another colour and shape when something needs you. A click says what.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start when I log in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This system did not let us change what starts at login.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Incidents</name>
    <message>
        <source>None.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n earlier …</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Click for what happened when</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Kinds</name>
    <message>
        <source>Your donation page, or any address that should answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The API that your sync reads gifts and supporters from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The API and the audience that your letters go to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MariaDB, MySQL, PostgreSQL or SQLite; only ever read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the plug-ins of Porchlight load.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its own memory, disk and history.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brought by a plug-in.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>No alert was raised.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes of status are told by your desktop. Rules of your own come with a later version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No job has reported yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long your jobs take, and whether they get slower, will stand here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Components</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Performance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search components</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is watched yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the systems that carry your gifts; each is tried out before it is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What fell together</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>One by one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused until %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>%1 works again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It took %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer is offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Porchlight goes on as soon as the network is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n component(s) need attention</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search components</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Porchlight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n working normally</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is called so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next in %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PointsTable</name>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Median</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95th percentile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response times as a table</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>checking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Components</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsWindow</name>
    <message>
        <source>Settings – Porchlight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Components</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message numerus="yes">
        <source>Last %n day(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n watched</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with an outage</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>not watched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of the day watched</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Surfaces</name>
    <message>
        <source>Porchlight itself is unwell (%1); the log says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is remembered: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the settings: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n notification(s) could not be shown.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (whether it was seen is not known)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This desktop has no tray, so Porchlight lives in this window. It goes on watching when you close it; start it again to see it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no tray here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Table</name>
    <message>
        <source>steady</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Components</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Component</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uptime 24 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uptime 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>checking</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message numerus="yes">
        <source>%n incident(s) on the time line</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Paused until %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last known: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s): %1.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Open Porchlight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit Porchlight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For 15 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For 4 hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until tomorrow 8:00</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TroubleCard</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter new key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Nothing is watched yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add what matters to you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer is offline.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you see is the last that was known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Having a first look …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be told how all is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All is well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n component(s) work normally.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other component(s) work normally.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n component(s) need attention.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more need attention: %1.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 works normally</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no valid certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs a new certificate soon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no calls left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is asked too often</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be asked from here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes us for a robot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not quite well</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer came in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its name could not be found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The computer is there, but the service on it is not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No way led to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its certificate is not valid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its certificate ends soon.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It rejects our key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Our key may not do this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its allowance of calls is used up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It asks us to come back later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It reports a failure of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It answers, but not as expected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing new has come for too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It answers, but slowly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This network wants you to sign in first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A protection against robots stands before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its settings are not right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its credential is not stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Porchlight itself failed on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Works normally.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not watched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not checked yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>en</source>
        <comment>the code of the language, such as es</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DNS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Website or service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classy (GoFundMe Pro)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mailchimp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug-ins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Porchlight itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quota left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Members</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for %1 now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First failure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comes and goes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No longer watched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all of it watched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the %1 watched</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
