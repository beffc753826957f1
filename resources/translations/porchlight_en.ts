<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Alerts</name>
    <message numerus="yes">
        <source>(tried %n time(s))</source>
        <translation>
            <numerusform>(tried %n time)</numerusform>
            <numerusform>(tried %n times)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChannelsPage</name>
    <message numerus="yes">
        <source>%n rule(s) told it alerts.</source>
        <translation>
            <numerusform>%n rule told it alerts.</numerusform>
            <numerusform>%n rules told it alerts.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Incidents</name>
    <message numerus="yes">
        <source>%n earlier …</source>
        <translation>
            <numerusform>%n earlier …</numerusform>
            <numerusform>%n earlier …</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Insight</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <translation>
            <numerusform>%n week</numerusform>
            <numerusform>%n weeks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message numerus="yes">
        <source>%n alert(s) have ended</source>
        <translation>
            <numerusform>%n alert has ended</numerusform>
            <numerusform>%n alerts have ended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n component(s) need attention</source>
        <translation>
            <numerusform>%n component needs attention</numerusform>
            <numerusform>%n components need attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n component(s) work again</source>
        <translation>
            <numerusform>%n component works again</numerusform>
            <numerusform>%n components work again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message numerus="yes">
        <source>%n message(s) chosen.</source>
        <translation>
            <numerusform>%n message chosen.</numerusform>
            <numerusform>%n messages chosen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutlookPage</name>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… and %n more.</numerusform>
            <numerusform>… and %n more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message numerus="yes">
        <source>%n working normally</source>
        <translation>
            <numerusform>%n working normally</numerusform>
            <numerusform>%n working normally</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecoveryPage</name>
    <message numerus="yes">
        <source>%n rule(s) use it</source>
        <translation>
            <numerusform>%n rule uses it</numerusform>
            <numerusform>%n rules use it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message numerus="yes">
        <source>%n more would have been held back.</source>
        <translation>
            <numerusform>%n more would have been held back.</numerusform>
            <numerusform>%n more would have been held back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In the last %1 it would have fired %n time(s).</source>
        <translation>
            <numerusform>In the last %1 it would have fired %n time.</numerusform>
            <numerusform>In the last %1 it would have fired %n times.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It would have sent %n message(s).</source>
        <translation>
            <numerusform>It would have sent %n message.</numerusform>
            <numerusform>It would have sent %n messages.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message numerus="yes">
        <source>%n watched</source>
        <translation>
            <numerusform>%n watched</numerusform>
            <numerusform>%n watched</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with an outage</source>
        <translation>
            <numerusform>%n with an outage</numerusform>
            <numerusform>%n with an outage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n day(s)</source>
        <translation>
            <numerusform>Last day</numerusform>
            <numerusform>Last %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Surfaces</name>
    <message numerus="yes">
        <source>%n notification(s) could not be shown.</source>
        <translation>
            <numerusform>%n notification could not be shown.</numerusform>
            <numerusform>%n notifications could not be shown.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message numerus="yes">
        <source>%n incident(s) on the time line</source>
        <translation>
            <numerusform>%n incident on the time line</numerusform>
            <numerusform>%n incidents on the time line</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimesPage</name>
    <message numerus="yes">
        <source>%n rule(s) differ</source>
        <translation>
            <numerusform>%n rule differs</numerusform>
            <numerusform>%n rules differ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s): %1.</source>
        <translation>
            <numerusform>%n problem: %1.</numerusform>
            <numerusform>%n problems: %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>%n component(s) need attention.</source>
        <translation>
            <numerusform>%n component needs attention.</numerusform>
            <numerusform>%n components need attention.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n component(s) work normally.</source>
        <translation>
            <numerusform>%n component works normally.</numerusform>
            <numerusform>%n components work normally.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more need attention: %1.</source>
        <translation>
            <numerusform>%n more needs attention: %1.</numerusform>
            <numerusform>%n more need attention: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other component(s) work normally.</source>
        <translation>
            <numerusform>%n other component works normally.</numerusform>
            <numerusform>%n other components work normally.</numerusform>
        </translation>
    </message>
</context>
</TS>
