<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>Activity</name>
    <message>
        <source>A notification could not be shown</source>
        <translation>No se pudo mostrar una notificación</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Actividad</translation>
    </message>
    <message>
        <source>Alert acknowledged</source>
        <translation>Alerta reconocida</translation>
    </message>
    <message>
        <source>Alert rule changed</source>
        <translation>Regla de alerta cambiada</translation>
    </message>
    <message>
        <source>Alert snoozed</source>
        <translation>Alerta pospuesta</translation>
    </message>
    <message>
        <source>Alerts silenced</source>
        <translation>Alertas silenciadas</translation>
    </message>
    <message>
        <source>Channel changed</source>
        <translation>Canal cambiado</translation>
    </message>
    <message>
        <source>Channel tested</source>
        <translation>Canal probado</translation>
    </message>
    <message>
        <source>Component added</source>
        <translation>Componente añadido</translation>
    </message>
    <message>
        <source>Component changed</source>
        <translation>Componente cambiado</translation>
    </message>
    <message>
        <source>Component removed</source>
        <translation>Componente quitado</translation>
    </message>
    <message>
        <source>Credential removed</source>
        <translation>Credencial eliminada</translation>
    </message>
    <message>
        <source>Credential stored</source>
        <translation>Credencial guardada</translation>
    </message>
    <message>
        <source>File rejected</source>
        <translation>Archivo rechazado</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>Señal de vida</translation>
    </message>
    <message>
        <source>Metrics to other systems</source>
        <translation>Métricas a otros sistemas</translation>
    </message>
    <message>
        <source>Newer release</source>
        <translation>Versión más reciente</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Sobre</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Porchlight</source>
        <translation>Porchlight</translation>
    </message>
    <message>
        <source>Porchlight ended</source>
        <translation>Porchlight terminó</translation>
    </message>
    <message>
        <source>Porchlight itself was unwell</source>
        <translation>El propio Porchlight tuvo un fallo</translation>
    </message>
    <message>
        <source>Porchlight started</source>
        <translation>Porchlight se inició</translation>
    </message>
    <message>
        <source>Recovery action</source>
        <translation>Acción de recuperación</translation>
    </message>
    <message>
        <source>Recovery action allowed again</source>
        <translation>Acción de recuperación permitida de nuevo</translation>
    </message>
    <message>
        <source>Recovery action changed</source>
        <translation>Acción de recuperación cambiada</translation>
    </message>
    <message>
        <source>Recovery action stopped</source>
        <translation>Acción de recuperación detenida</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>Reanudado</translation>
    </message>
    <message>
        <source>Runs told by programs</source>
        <translation>Ejecuciones comunicadas por programas</translation>
    </message>
    <message>
        <source>Settings changed</source>
        <translation>Ajustes cambiados</translation>
    </message>
    <message>
        <source>Silence ended</source>
        <translation>Silencio terminado</translation>
    </message>
    <message>
        <source>Snooze ended</source>
        <translation>Ya no pospuesta</translation>
    </message>
    <message>
        <source>This computer went to sleep</source>
        <translation>Este equipo entró en suspensión</translation>
    </message>
    <message>
        <source>This computer woke up</source>
        <translation>Este equipo despertó</translation>
    </message>
    <message>
        <source>Weekly report not written</source>
        <translation>Informe semanal no escrito</translation>
    </message>
    <message>
        <source>Weekly report written</source>
        <translation>Informe semanal escrito</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Usted</translation>
    </message>
</context>
<context>
    <name>Adjustments</name>
    <message>
        <source>Change a rule meanwhile</source>
        <translation>Cambiar una regla mientras tanto</translation>
    </message>
    <message>
        <source>How it is then</source>
        <translation>Cómo es entonces</translation>
    </message>
    <message>
        <source>Remove this line</source>
        <translation>Quitar esta línea</translation>
    </message>
    <message>
        <source>What is different</source>
        <translation>Qué es distinto</translation>
    </message>
    <message>
        <source>Which rule</source>
        <translation>Qué regla</translation>
    </message>
    <message>
        <source>fires after</source>
        <translation>se activa tras</translation>
    </message>
    <message>
        <source>has the severity</source>
        <translation>tiene la gravedad</translation>
    </message>
    <message>
        <source>is</source>
        <translation>está</translation>
    </message>
    <message>
        <source>is told again every</source>
        <translation>se repite cada</translation>
    </message>
    <message>
        <source>is told at most every</source>
        <translation>se avisa como mucho cada</translation>
    </message>
    <message>
        <source>is told to</source>
        <translation>se avisa a</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>nadie</translation>
    </message>
    <message>
        <source>off</source>
        <translation>desactivada</translation>
    </message>
    <message>
        <source>on</source>
        <translation>activada</translation>
    </message>
</context>
<context>
    <name>Advice</name>
    <message>
        <source>Add the scope to the private app (Settings → Integrations → Private Apps) and store the token that it then has.</source>
        <translation>Añada el permiso a la aplicación privada (Settings → Integrations → Private Apps) y guarde el token que tenga entonces.</translation>
    </message>
    <message>
        <source>After a fresh install wait for the first sync; else look whether the address leads to the right database.</source>
        <translation>Tras una instalación nueva, espere a la primera sincronización; si no, mire si la dirección lleva a la base de datos correcta.</translation>
    </message>
    <message>
        <source>A new key does not help. Log in to Mailchimp as the account&apos;s owner: it says what is wrong with the account or the user.</source>
        <translation>Una clave nueva no ayuda. Entre en Mailchimp como titular de la cuenta: dice qué pasa con la cuenta o el usuario.</translation>
    </message>
    <message>
        <source>A filter, proxy or antivirus may answer in the vendor&apos;s place: ask whoever runs this network. Else it is the vendor&apos;s certificate.</source>
        <translation>Quizá un filtro, proxy o antivirus responde en lugar del proveedor: pregunte a quien lleva esta red. Si no, es el certificado del proveedor.</translation>
    </message>
    <message>
        <source>A new key does not help. Log in to Stripe: its dashboard says what it wants before the account works again.</source>
        <translation>Una clave nueva no ayuda. Entre en Stripe: su panel dice qué pide para que la cuenta vuelva a funcionar.</translation>
    </message>
    <message>
        <source>A new key does not help: whoever runs the account has to unlock it, pay for it or turn it on again.</source>
        <translation>Una clave nueva no ayuda: quien lleve la cuenta tiene que desbloquearla, pagarla o volver a activarla.</translation>
    </message>
    <message>
        <source>A new password does not help. Ask the administrator of the mail to allow IMAP with a password for this mailbox, or watch it without a login.</source>
        <translation>Una contraseña nueva no ayuda. Pida al administrador del correo que permita IMAP con contraseña en este buzón, o vigílelo sin iniciar sesión.</translation>
    </message>
    <message>
        <source>A new password does not help. Ask the administrator of the mail to allow logins by SMTP for this mailbox (Microsoft 365: “Authenticated SMTP”), or watch it without a login.</source>
        <translation>Una contraseña nueva no ayuda. Pida al administrador del correo que permita iniciar sesión por SMTP en este buzón (Microsoft 365: «SMTP autenticado»), o vigílelo sin iniciar sesión.</translation>
    </message>
    <message>
        <source>A new password does not help. Ask whoever runs it to allow this way of logging in, or watch it without a login.</source>
        <translation>Una contraseña nueva no ayuda. Pida a quien lo lleve que permita esta forma de iniciar sesión, o vigílelo sin iniciar sesión.</translation>
    </message>
    <message>
        <source>A new secret does not help. Log in to PayPal: its resolution centre says why the account is limited.</source>
        <translation>Un secreto nuevo no ayuda. Entre en PayPal: su centro de resoluciones dice por qué está limitada la cuenta.</translation>
    </message>
    <message>
        <source>Add this computer&apos;s address to the login IP ranges of the run-as user&apos;s profile, or relax the IP rules of the External Client App.</source>
        <translation>Añada la dirección de este equipo a los intervalos de IP de inicio de sesión del perfil del usuario de ejecución, o relaje las reglas de IP de la aplicación cliente externa.</translation>
    </message>
    <message>
        <source>Ask the administrator of the mail to unlock this mailbox. If wrong passwords locked it, look first which program still sends the old one.</source>
        <translation>Pida al administrador del correo que desbloquee este buzón. Si lo bloquearon contraseñas erróneas, mire antes qué programa sigue enviando la antigua.</translation>
    </message>
    <message>
        <source>Ask whoever runs it to let Porchlight&apos;s checks through (user agent “Porchlight”).</source>
        <translation>Pida a quien lo lleva que deje pasar las comprobaciones de Porchlight (agente de usuario «Porchlight»).</translation>
    </message>
    <message>
        <source>Ask whoever runs it to let this computer&apos;s address in. A VPN or another network changes that address.</source>
        <translation>Pida a quien lo lleve que deje entrar la dirección de este equipo. Una VPN u otra red cambia esa dirección.</translation>
    </message>
    <message>
        <source>Ask whoever runs it to look at its certificate; visitors see a warning now.</source>
        <translation>Pida a quien lo lleva que revise su certificado; los visitantes ven ahora una advertencia.</translation>
    </message>
    <message>
        <source>Ask whoever runs it to renew the certificate before it ends.</source>
        <translation>Pida a quien lo lleva que renueve el certificado antes de que caduque.</translation>
    </message>
    <message>
        <source>Ask whoever runs the database for a new password of this user, best one that does not expire, and give it to Porchlight.</source>
        <translation>Pida a quien lleve la base de datos una contraseña nueva para este usuario, mejor una que no caduque, y désela a Porchlight.</translation>
    </message>
    <message>
        <source>Ask whoever runs the database to let this user in from this computer&apos;s address, or to unblock it there.</source>
        <translation>Pida a quien lleve la base de datos que deje entrar a este usuario desde la dirección de este equipo, o que la desbloquee allí.</translation>
    </message>
    <message>
        <source>Ask whoever runs the database to unlock the account. If wrong passwords locked it, look first which program still sends the old one.</source>
        <translation>Pida a quien lleve la base de datos que desbloquee la cuenta. Si la bloquearon contraseñas erróneas, mire antes qué programa sigue enviando la antigua.</translation>
    </message>
    <message>
        <source>Ask whoever runs the database whether its computer is on; if it is, look at VPN, firewall and network here.</source>
        <translation>Pregunte a quien lleva la base de datos si su equipo está encendido; si lo está, mire aquí la VPN, el cortafuegos y la red.</translation>
    </message>
    <message>
        <source>Check that this computer may reach it: VPN, firewall, network.</source>
        <translation>Compruebe que este equipo puede llegar a él: VPN, cortafuegos, red.</translation>
    </message>
    <message>
        <source>Check the address for a typing error. If it is right, the domain may have lapsed: ask whoever manages it.</source>
        <translation>Revise si la dirección tiene una errata. Si es correcta, quizá el dominio caducó: pregunte a quien lo gestiona.</translation>
    </message>
    <message>
        <source>Classy allows 1,800 requests a minute for an application. If the sync runs now, wait for its end.</source>
        <translation>Classy permite 1800 peticiones por minuto a una aplicación. Si la sincronización está en marcha, espere a que termine.</translation>
    </message>
    <message>
        <source>Compare consumer key and secret with the External Client App (Setup → External Client App Manager), and look whether its run-as user is active.</source>
        <translation>Compare la clave y el secreto de consumidor con la External Client App (Setup → External Client App Manager) y mire si su usuario de ejecución está activo.</translation>
    </message>
    <message>
        <source>Compare port and encryption with what the provider says; some offer a login only there, or none by password.</source>
        <translation>Compare el puerto y el cifrado con lo que dice el proveedor; algunos ofrecen el inicio de sesión solo allí, o ninguno con contraseña.</translation>
    </message>
    <message>
        <source>Connect this computer to the internet.</source>
        <translation>Conecte este equipo a internet.</translation>
    </message>
    <message>
        <source>Copy client id and secret anew from PayPal (Developer Dashboard → Apps &amp; Credentials), Live or Sandbox as the address is.</source>
        <translation>Copie de nuevo client id y secret de PayPal (Developer Dashboard → Apps &amp; Credentials), Live o Sandbox según la dirección.</translation>
    </message>
    <message>
        <source>Copy organisation id and API key anew from Neon (Settings → User Management → the user&apos;s API access).</source>
        <translation>Copie de nuevo el id de la organización y la clave de la API de Neon (Settings → User Management → acceso a la API del usuario).</translation>
    </message>
    <message>
        <source>Copy the API key anew from Donorbox (Account → API &amp; Zapier) and compare the login with its owner&apos;s.</source>
        <translation>Copie de nuevo la clave de la API de Donorbox (Account → API &amp; Zapier) y compare el usuario con el de su dueño.</translation>
    </message>
    <message>
        <source>Correct the vendor&apos;s name, your instance or the address of the feed; vendors move them now and then.</source>
        <translation>Corrija el nombre del proveedor, su instancia o la dirección; los proveedores las cambian de vez en cuando.</translation>
    </message>
    <message>
        <source>Give the run-as user the permission “API Enabled”, and ask whether the edition of Salesforce has the API.</source>
        <translation>Dé al usuario de ejecución el permiso «API Enabled» y pregunte si su edición de Salesforce incluye la API.</translation>
    </message>
    <message>
        <source>Have the account&apos;s password renewed, and give Porchlight the new one.</source>
        <translation>Haga renovar la contraseña de la cuenta y dé la nueva a Porchlight.</translation>
    </message>
    <message>
        <source>Have the mailbox&apos;s password renewed, and give Porchlight the new one.</source>
        <translation>Haga renovar la contraseña del buzón y dé la nueva a Porchlight.</translation>
    </message>
    <message>
        <source>Have the run-as user&apos;s password renewed in Setup → Users, or let it never expire for a user that only programs use.</source>
        <translation>Haga renovar la contraseña del usuario de ejecución en Configuración → Usuarios, o que no caduque nunca para un usuario que solo usan programas.</translation>
    </message>
    <message>
        <source>If the file is damaged, stop what writes it and bring back the last copy; else look at the query&apos;s expectation.</source>
        <translation>Si el archivo está dañado, detenga lo que lo escribe y recupere la última copia; si no, revise lo que espera la consulta.</translation>
    </message>
    <message>
        <source>Install the plug-in anew, or remove it with the tool that installed it.</source>
        <translation>Instale de nuevo el complemento o quítelo con la herramienta que lo instaló.</translation>
    </message>
    <message>
        <source>It answers, but not with what is expected. Look at it yourself; if it is right, change the expectation.</source>
        <translation>Responde, pero no lo que se espera. Mírelo usted mismo; si está bien, cambie lo que se espera.</translation>
    </message>
    <message>
        <source>It is asked too often. Nothing to do if it passes; else set a longer interval.</source>
        <translation>Se le pregunta demasiado a menudo. No haga nada si se pasa; si no, ponga un intervalo mayor.</translation>
    </message>
    <message>
        <source>It works, slowly. Watch whether it passes; if it lasts, tell whoever runs it.</source>
        <translation>Funciona, pero despacio. Vea si se pasa; si dura, avise a quien lo lleva.</translation>
    </message>
    <message>
        <source>Let Porchlight run under the account of that program, or name the program by process alone.</source>
        <translation>Deje que Porchlight funcione con la cuenta de ese programa, o nombre el programa solo con process.</translation>
    </message>
    <message>
        <source>Let the API user of Neon read the organisation&apos;s profile, or make the key for another user.</source>
        <translation>Permita que el usuario de la API de Neon lea el perfil de la organización, o haga la clave para otro usuario.</translation>
    </message>
    <message>
        <source>Let the restricted key read the balance (Stripe: Developers → API keys → edit).</source>
        <translation>Permita que la clave restringida lea el saldo (Stripe: Developers → API keys → editar).</translation>
    </message>
    <message>
        <source>Let this account read the folder, or name one above it that it may read.</source>
        <translation>Deje que esta cuenta lea la carpeta, o indique una superior que pueda leer.</translation>
    </message>
    <message>
        <source>Look at the account&apos;s billing in Mailchimp: receipts are not sent until it is settled.</source>
        <translation>Revise la facturación de la cuenta en Mailchimp: los recibos no se envían hasta que esté al día.</translation>
    </message>
    <message>
        <source>Look at the application in PayPal (Developer Dashboard → Apps &amp; Credentials): the account may be limited.</source>
        <translation>Revise la aplicación en PayPal (Developer Dashboard → Apps &amp; Credentials): la cuenta puede estar limitada.</translation>
    </message>
    <message>
        <source>Look at the computer that runs the job: its log at the time of the last word says why it went silent.</source>
        <translation>Mire el equipo que ejecuta la tarea: su registro a la hora de la última señal dice por qué calló.</translation>
    </message>
    <message>
        <source>Look at the end of the daemon&apos;s log; if nothing has come for long, restart it.</source>
        <translation>Mire el final del registro del servicio; si hace mucho que no llega nada, reinícielo.</translation>
    </message>
    <message>
        <source>Look at the series named in Prometheus. If that value is well, change the thresholds.</source>
        <translation>Mire en Prometheus la serie nombrada. Si ese valor está bien, cambie los umbrales.</translation>
    </message>
    <message>
        <source>Look at the sync&apos;s .env file and restart its daemon; or correct the folder in Porchlight&apos;s settings.</source>
        <translation>Mire el archivo .env de la sincronización y reinicie su servicio; o corrija la carpeta en los ajustes de Porchlight.</translation>
    </message>
    <message>
        <source>Look at the way to it: Wi-Fi, cable, VPN. Losses that last are for whoever runs the network.</source>
        <translation>Mire el camino hasta él: Wi-Fi, cable, VPN. Las pérdidas que duran son cosa de quien gestiona la red.</translation>
    </message>
    <message>
        <source>Look in Donorbox whether the paid API add-on is still there (Account → API &amp; Zapier).</source>
        <translation>Mire en Donorbox si el complemento de pago de la API sigue contratado (Account → API &amp; Zapier).</translation>
    </message>
    <message>
        <source>Look in Setup → Users whether the run-as user is active and not frozen, and at its login hours. If it is the whole organisation, ask Salesforce.</source>
        <translation>Mire en Configuración → Usuarios si el usuario de ejecución está activo y no congelado, y sus horas de inicio de sesión. Si es toda la organización, pregunte a Salesforce.</translation>
    </message>
    <message>
        <source>Look whether Prometheus runs and reaches its Alertmanager (Status → Runtime, alertmanagers).</source>
        <translation>Mire si Prometheus funciona y llega a su Alertmanager (Status → Runtime, alertmanagers).</translation>
    </message>
    <message>
        <source>Look whether it still works properly, and restart it at a quiet time; if its memory grows again, tell whoever made it.</source>
        <translation>Mire si aún funciona bien y reinícielo en un momento tranquilo; si su memoria vuelve a crecer, avise a quien lo hizo.</translation>
    </message>
    <message>
        <source>Look whether other names are found. If not, it is this network or its DNS server; else ask whoever runs the server.</source>
        <translation>Mire si se encuentran otros nombres. Si no, es esta red o su servidor DNS; si sí, pregunte a quien gestiona el servidor.</translation>
    </message>
    <message>
        <source>Look whether the disk is connected and mounted; one with read errors should be copied and replaced soon.</source>
        <translation>Mire si el disco está conectado y montado; uno con errores de lectura debería copiarse y sustituirse pronto.</translation>
    </message>
    <message>
        <source>Look whether the file was moved, renamed or deleted, and whether its disk is connected. If it is somewhere else now, correct its place in the settings.</source>
        <translation>Mire si el archivo se movió, cambió de nombre o se borró, y si su disco está conectado. Si ahora está en otro sitio, corrija su lugar en los ajustes.</translation>
    </message>
    <message>
        <source>Mailchimp allows 10 connections at once. If the sync runs now, wait for its end; else see what else uses the account.</source>
        <translation>Mailchimp permite 10 conexiones a la vez. Si la sincronización está en marcha, espere a que termine; si no, vea qué más usa la cuenta.</translation>
    </message>
    <message>
        <source>Make room on the disk or restart Porchlight; if it comes back, report it with the log.</source>
        <translation>Haga sitio en el disco o reinicie Porchlight; si vuelve a pasar, comuníquelo con el registro.</translation>
    </message>
    <message>
        <source>Make room: old backups, logs and downloads first. Databases stop taking gifts when a disk is full.</source>
        <translation>Haga sitio: primero copias antiguas, registros y descargas. Las bases de datos dejan de aceptar donaciones cuando un disco está lleno.</translation>
    </message>
    <message>
        <source>Many computers answer no pings on purpose. If this one did until now, look whether it is on and connected.</source>
        <translation>Muchos equipos no responden a los pings a propósito. Si este lo hacía hasta ahora, mire si está encendido y conectado.</translation>
    </message>
    <message>
        <source>Neon answers five requests at once. If a sync runs now, wait for its end.</source>
        <translation>Neon responde a cinco peticiones a la vez. Si ahora hay una sincronización, espere a que termine.</translation>
    </message>
    <message>
        <source>Nothing new has come for too long. Look whether the job behind it still runs.</source>
        <translation>Hace demasiado que no llega nada nuevo. Mire si la tarea que hay detrás sigue en marcha.</translation>
    </message>
    <message>
        <source>Nothing to do here. Open the vendor&apos;s status page; if it works for you all the same, wait for the vendor.</source>
        <translation>Aquí no hay nada que hacer. Abra la página de estado del proveedor; si a usted le funciona igual, espere al proveedor.</translation>
    </message>
    <message>
        <source>Nothing to do if it passes, as it mostly does within minutes. If it lasts, tell whoever runs it.</source>
        <translation>No haga nada si se pasa, como suele ocurrir en minutos. Si dura, avise a quien lo lleve.</translation>
    </message>
    <message>
        <source>Nothing to do if it passes. If it lasts, look at Salesforce&apos;s status page and tell its support the time and the code.</source>
        <translation>No haga nada si se pasa. Si dura, mire la página de estado de Salesforce y diga a su soporte la hora y el código.</translation>
    </message>
    <message>
        <source>Nothing to do if it passes: a start or a recovery takes minutes. If it lasts, the database&apos;s own log says what holds it up.</source>
        <translation>No haga nada si se pasa: un arranque o una recuperación tarda minutos. Si dura, el registro de la propia base de datos dice qué la retiene.</translation>
    </message>
    <message>
        <source>Open Gatus and look at the endpoint named: the condition that does not hold is the cause.</source>
        <translation>Abra Gatus y mire el punto nombrado: la condición que no se cumple es la causa.</translation>
    </message>
    <message>
        <source>Open Uptime Kuma and look at the monitor named; it has the last error. If its answer is not known, say so to Porchlight&apos;s makers.</source>
        <translation>Abra Uptime Kuma y mire el monitor nombrado; allí está el último error. Si su respuesta no se conoce, dígalo a los autores de Porchlight.</translation>
    </message>
    <message>
        <source>Open a browser and sign in to this network.</source>
        <translation>Abra un navegador e inicie sesión en esta red.</translation>
    </message>
    <message>
        <source>Open the Alertmanager: what fires there has its own links and notes. Silence it there and it is quiet here too.</source>
        <translation>Abra Alertmanager: lo que está activo allí tiene sus enlaces y notas. Si lo silencia allí, calla también aquí.</translation>
    </message>
    <message>
        <source>Other programs may hold this mailbox&apos;s connections. Nothing to do if it passes; if it lasts, close some of them, or check it less often.</source>
        <translation>Puede que otros programas ocupen las conexiones de este buzón. No haga nada si se pasa; si dura, cierre alguno o compruébelo con menos frecuencia.</translation>
    </message>
    <message>
        <source>Receipts will come late. The hourly quota grows with the reputation; ask Mailchimp&apos;s support to raise it before a big day.</source>
        <translation>Los recibos llegarán tarde. La cuota por hora crece con la reputación; pida al soporte de Mailchimp que la suba antes de un gran día.</translation>
    </message>
    <message>
        <source>See in Blackbaud&apos;s developer portal what uses the subscription&apos;s calls; it is renewed once a day.</source>
        <translation>Mire en el portal de desarrolladores de Blackbaud qué consume las llamadas de la suscripción; se renueva una vez al día.</translation>
    </message>
    <message>
        <source>See in Setup → Company Information which program uses the requests, let it ask less often, or buy more.</source>
        <translation>Mire en Setup → Company Information qué programa consume las llamadas, haga que pregunte menos o contrate más.</translation>
    </message>
    <message>
        <source>See which app uses the requests (Settings → Integrations → Private Apps → Logs); they are renewed at midnight in the account&apos;s time zone.</source>
        <translation>Mire qué aplicación consume las llamadas (Settings → Integrations → Private Apps → Logs); se renuevan a medianoche en la zona horaria de la cuenta.</translation>
    </message>
    <message>
        <source>See which program holds the connections, or have whoever runs the database allow more: to all, to this database or to this user, as is said above.</source>
        <translation>Mire qué programa ocupa las conexiones, o pida a quien lleve la base de datos que permita más: a todos, a esta base de datos o a este usuario, como se dice arriba.</translation>
    </message>
    <message>
        <source>Start it again, and look into its own log for what ended it.</source>
        <translation>Vuelva a iniciarlo y mire en su propio registro qué lo detuvo.</translation>
    </message>
    <message>
        <source>The allowance is used up. Wait until it is renewed, have it raised, or let other programs ask less often.</source>
        <translation>El cupo está agotado. Espere a que se renueve, pida que lo amplíen o haga que otros programas pregunten menos.</translation>
    </message>
    <message>
        <source>The computer is there, the service is not. Ask whoever runs it to start it, or check the port.</source>
        <translation>El equipo está, el servicio no. Pida a quien lo lleva que lo inicie o revise el puerto.</translation>
    </message>
    <message>
        <source>The job&apos;s own log says why it failed. Run it once by hand to see whether it does again.</source>
        <translation>El registro de la tarea dice por qué falló. Ejecútela una vez a mano para ver si vuelve a fallar.</translation>
    </message>
    <message>
        <source>The mail account&apos;s allowance is used up: wait until it is renewed, or have it raised.</source>
        <translation>El cupo de la cuenta de correo está agotado: espere a que se renueve o haga que lo suban.</translation>
    </message>
    <message>
        <source>The mail server is there, but something that it needs is not. Nothing to do if it passes; if it lasts, tell whoever runs it.</source>
        <translation>El servidor de correo está ahí, pero le falta algo que necesita. No haga nada si se pasa; si dura, avise a quien lo lleve.</translation>
    </message>
    <message>
        <source>The key works but may not do this. Have its permissions extended by an administrator of the account.</source>
        <translation>La clave funciona, pero no puede hacer esto. Pida a un administrador de la cuenta que amplíe sus permisos.</translation>
    </message>
    <message>
        <source>All connections are taken. See which program holds them, or have whoever runs it allow more.</source>
        <translation>Todas las conexiones están ocupadas. Vea qué programa las tiene o pida a quien la lleva que permita más.</translation>
    </message>
    <message>
        <source>Another program holds what is asked for. It passes when that one is done; if it lasts, ask whoever runs it which one it is.</source>
        <translation>Otro programa retiene lo que se pide. Pasa cuando termine; si dura, pregunte a quien lo lleva cuál es.</translation>
    </message>
    <message>
        <source>Ask for the mailbox&apos;s password, or an app password where the provider wants one, and give it to Porchlight.</source>
        <translation>Pida la contraseña del buzón, o una contraseña de aplicación si el proveedor la exige, y désela a Porchlight.</translation>
    </message>
    <message>
        <source>Ask whoever runs it to look at its certificate: whoever checks it is turned away now.</source>
        <translation>Pida a quien lo lleva que revise su certificado: quien lo comprueba no puede conectarse ahora.</translation>
    </message>
    <message>
        <source>Ask whoever runs the DNS server to answer this computer, or name another one in its settings.</source>
        <translation>Pida a quien gestiona el servidor DNS que responda a este equipo, o indique otro en sus ajustes.</translation>
    </message>
    <message>
        <source>Ask whoever runs the database whether it is overloaded or hangs: whatever uses it waits too.</source>
        <translation>Pregunte a quien lleva la base de datos si está sobrecargada o bloqueada: todo lo que la usa también espera.</translation>
    </message>
    <message>
        <source>Ask whoever runs the database whether the password was changed, and give Porchlight the new one.</source>
        <translation>Pregunte a quien lleva la base de datos si cambió la contraseña y dé la nueva a Porchlight.</translation>
    </message>
    <message>
        <source>Ask whoever runs the database which session holds the lock: a backup, an import or a change of its tables. It passes when that ends.</source>
        <translation>Pregunte a quien lleva la base de datos qué sesión mantiene el bloqueo: una copia, una importación o un cambio de tablas. Pasa cuando termina.</translation>
    </message>
    <message>
        <source>Ask whoever runs the database which session holds the lock; the sync tries again by itself.</source>
        <translation>Pregunte a quien lleva la base de datos qué sesión mantiene el bloqueo; la sincronización lo intenta de nuevo sola.</translation>
    </message>
    <message>
        <source>Ask whoever runs the mail server whether it is overloaded; a firewall that swallows the connection looks the same.</source>
        <translation>Pregunte a quien lleva el servidor de correo si está sobrecargado; un cortafuegos que se traga la conexión parece lo mismo.</translation>
    </message>
    <message>
        <source>Compare the account with the Hub ID in HubSpot&apos;s menu, and the version with HubSpot&apos;s own documents.</source>
        <translation>Compare la cuenta con el Hub ID del menú de HubSpot, y la versión con la documentación de HubSpot.</translation>
    </message>
    <message>
        <source>Compare the address and the chosen names with what Gatus shows.</source>
        <translation>Compare la dirección y los nombres elegidos con lo que muestra Gatus.</translation>
    </message>
    <message>
        <source>Compare the address, the status page&apos;s name and the chosen names with what Uptime Kuma shows.</source>
        <translation>Compare la dirección, el nombre de la página de estado y los nombres elegidos con lo que muestra Uptime Kuma.</translation>
    </message>
    <message>
        <source>Compare the chosen names and tags with those in Healthchecks, and see that the key is that project&apos;s.</source>
        <translation>Compare los nombres y etiquetas elegidos con los de Healthchecks, y vea que la clave sea de ese proyecto.</translation>
    </message>
    <message>
        <source>Compare the organisation&apos;s number with the one in your Classy address, and ask whether the application belongs to it.</source>
        <translation>Compare el número de la organización con el de su dirección de Classy y pregunte si la aplicación pertenece a ella.</translation>
    </message>
    <message>
        <source>Compare the records with those that your provider asks for. If somebody changed them on purpose, change what is expected.</source>
        <translation>Compare los registros con los que pide su proveedor. Si alguien los cambió a propósito, cambie lo que se espera.</translation>
    </message>
    <message>
        <source>Copy the audience&apos;s id anew from Mailchimp (Audience → Settings → Audience name and defaults) into its settings.</source>
        <translation>Copie de nuevo el id de la audiencia de Mailchimp (Audience → Settings → Audience name and defaults) en sus ajustes.</translation>
    </message>
    <message>
        <source>Copy the read-only key from the project&apos;s settings in Healthchecks and give it to Porchlight.</source>
        <translation>Copie la clave de solo lectura de los ajustes del proyecto en Healthchecks y désela a Porchlight.</translation>
    </message>
    <message>
        <source>Copy the token anew from the private app (Settings → Integrations → Private Apps) and give it to Porchlight.</source>
        <translation>Copie de nuevo el token de la aplicación privada (Settings → Integrations → Private Apps) y déselo a Porchlight.</translation>
    </message>
    <message>
        <source>Correct its settings, such as the database&apos;s name or the query; the sentence says which.</source>
        <translation>Corrija sus ajustes, como el nombre de la base de datos o la consulta; la frase dice cuál.</translation>
    </message>
    <message>
        <source>Correct its settings; they say what is wrong.</source>
        <translation>Corrija sus ajustes; allí dice qué está mal.</translation>
    </message>
    <message>
        <source>Give Porchlight the credential: the component&apos;s window asks for it.</source>
        <translation>Dé la credencial a Porchlight: la ventana del componente la pide.</translation>
    </message>
    <message>
        <source>Give Porchlight&apos;s own application a new consent and give Porchlight the four values anew; the guide to Blackbaud says how.</source>
        <translation>Dé un nuevo consentimiento a la aplicación propia de Porchlight y dé de nuevo a Porchlight los cuatro valores; la guía de Blackbaud explica cómo.</translation>
    </message>
    <message>
        <source>Have an administrator allow this account to send pings, or watch one of its ports instead.</source>
        <translation>Pida a un administrador que permita a esta cuenta enviar pings, o vigile en su lugar uno de sus puertos.</translation>
    </message>
    <message>
        <source>It reports a failure of its own. Tell whoever runs it the time and what it answered.</source>
        <translation>Informa de un fallo propio. Diga a quien lo lleva la hora y lo que respondió.</translation>
    </message>
    <message>
        <source>Let Porchlight&apos;s account read the sync&apos;s log; if it was the sync that was refused, ask for the permission that it lacks.</source>
        <translation>Deje que la cuenta de Porchlight lea el registro de la sincronización; si fue la sincronización la rechazada, pida el permiso que le falta.</translation>
    </message>
    <message>
        <source>Let a person who may read campaigns give the consent, or ask for something that this one may read.</source>
        <translation>Haga que dé el consentimiento una persona que pueda leer campañas, o pida algo que esta pueda leer.</translation>
    </message>
    <message>
        <source>Look at the External Client App: client credentials flow turned on, a run-as user chosen; and at the domain (Setup → My Domain).</source>
        <translation>Revise la External Client App: flujo de client credentials activado y un usuario de ejecución elegido; y el dominio (Setup → My Domain).</translation>
    </message>
    <message>
        <source>Look at the computer that runs the job: whether it is on, the job is still planned there, and it still tells Porchlight how it went.</source>
        <translation>Mire el equipo que ejecuta la tarea: si está encendido, si la tarea sigue programada y si aún dice a Porchlight cómo fue.</translation>
    </message>
    <message>
        <source>Look at the vendor&apos;s status page. If nothing stands there and it lasts, tell the vendor&apos;s support since when.</source>
        <translation>Mire la página de estado del proveedor. Si no dice nada y dura, diga a su soporte desde cuándo.</translation>
    </message>
    <message>
        <source>Look at the vendor&apos;s status page. If nothing stands there, a firewall or filter of this network may refuse it.</source>
        <translation>Mire la página de estado del proveedor. Si no dice nada, quizá lo rechaza un cortafuegos o filtro de esta red.</translation>
    </message>
    <message>
        <source>Look into the sync&apos;s error log at this time: it says which items failed and why.</source>
        <translation>Mire el registro de errores de la sincronización a esa hora: dice qué elementos fallaron y por qué.</translation>
    </message>
    <message>
        <source>Look the name up at your registrar: the domain may have lapsed, or its name servers fail. If it is there, correct the name here.</source>
        <translation>Busque el nombre en su registrador: el dominio puede haber caducado o sus servidores de nombres fallan. Si existe, corrija aquí el nombre.</translation>
    </message>
    <message>
        <source>Look whether Gatus itself is at work: its newest looks are old. If its intervals are longer, allow them to be older.</source>
        <translation>Mire si Gatus mismo trabaja: sus últimas miradas son antiguas. Si sus intervalos son más largos, permita que sean más antiguas.</translation>
    </message>
    <message>
        <source>Look whether Uptime Kuma itself is at work: its newest looks are old. If its intervals are longer, allow them to be older.</source>
        <translation>Mire si Uptime Kuma mismo trabaja: sus últimas miradas son antiguas. Si sus intervalos son más largos, permita que sean más antiguas.</translation>
    </message>
    <message>
        <source>Look whether that computer is on and connected; a firewall that swallows the connection looks the same.</source>
        <translation>Mire si ese equipo está encendido y conectado; un cortafuegos que se traga la conexión parece lo mismo.</translation>
    </message>
    <message>
        <source>Look whether that monitor&apos;s own computer is overloaded; if it is only slow, allow it more time in its settings.</source>
        <translation>Mire si el equipo de ese monitor está sobrecargado; si solo va lento, dele más tiempo en sus ajustes.</translation>
    </message>
    <message>
        <source>Look whether the folder and the disk that it is on are there.</source>
        <translation>Mire si están la carpeta y el disco en el que se encuentra.</translation>
    </message>
    <message>
        <source>Look whether the folder was moved or renamed, and choose it anew.</source>
        <translation>Mire si la carpeta se movió o cambió de nombre, y elíjala de nuevo.</translation>
    </message>
    <message>
        <source>Look whether the sync to Mailchimp went through, and have it sync all supporters once.</source>
        <translation>Mire si la sincronización con Mailchimp terminó bien y haga que sincronice una vez a todos los donantes.</translation>
    </message>
    <message>
        <source>Look whether the sync&apos;s daemon runs; if it does, its log says what holds it up.</source>
        <translation>Mire si el servicio de la sincronización funciona; si es así, su registro dice qué lo retiene.</translation>
    </message>
    <message>
        <source>Make a new key in Mailchimp (profile → Extras → API keys) and give it to Porchlight and to the sync.</source>
        <translation>Cree una clave nueva en Mailchimp (perfil → Extras → API keys) y désela a Porchlight y a la sincronización.</translation>
    </message>
    <message>
        <source>Make a new key in Mailchimp Transactional (Settings → SMTP &amp; API Info) and give it to Porchlight.</source>
        <translation>Cree una clave nueva en Mailchimp Transactional (Settings → SMTP &amp; API Info) y désela a Porchlight.</translation>
    </message>
    <message>
        <source>Make a restricted key in Stripe (Developers → API keys) that may only read the balance, and give it to Porchlight.</source>
        <translation>Cree en Stripe (Developers → API keys) una clave restringida que solo pueda leer el saldo y désela a Porchlight.</translation>
    </message>
    <message>
        <source>Make an API key in Uptime Kuma (Settings → API Keys) and give it to Porchlight; or name a status page.</source>
        <translation>Cree una clave de API en Uptime Kuma (Settings → API Keys) y désela a Porchlight; o indique una página de estado.</translation>
    </message>
    <message>
        <source>Make new application credentials in Classy (Settings → Apps &amp; Extensions) and give them to Porchlight and to the sync.</source>
        <translation>Cree credenciales nuevas de aplicación en Classy (Settings → Apps &amp; Extensions) y déselas a Porchlight y a la sincronización.</translation>
    </message>
    <message>
        <source>Open it in a browser, then tell whoever runs it the time and what it answered.</source>
        <translation>Ábralo en un navegador y diga a quien lo lleva la hora y lo que respondió.</translation>
    </message>
    <message>
        <source>Open it in a browser. If it is slow there too, tell whoever runs it; if not, allow it more time in its settings.</source>
        <translation>Ábralo en un navegador. Si allí también va lento, avise a quien lo lleva; si no, dele más tiempo en sus ajustes.</translation>
    </message>
    <message>
        <source>Say in its settings how often the job runs, or let the job say it.</source>
        <translation>Indique en sus ajustes cada cuánto se ejecuta la tarea, o haga que lo diga la tarea.</translation>
    </message>
    <message>
        <source>See whether the job has more to do than before; if that is as it should be, allow it more time.</source>
        <translation>Vea si la tarea tiene más trabajo que antes; si así debe ser, dele más tiempo.</translation>
    </message>
    <message>
        <source>Something else listens on this port, or the service was updated. Look at it; if it is right, change the greeting that is expected.</source>
        <translation>Otra cosa escucha en este puerto, o el servicio se ha actualizado. Compruébelo; si es correcto, cambie el saludo que se espera.</translation>
    </message>
    <message>
        <source>Start the daemon again, and look at the end of its log for what ended it.</source>
        <translation>Inicie de nuevo el servicio y mire al final de su registro qué lo detuvo.</translation>
    </message>
    <message>
        <source>Take the key of the right mode from Stripe (Developers → API keys): a live one for real gifts, a test one for a trial.</source>
        <translation>Tome de Stripe la clave del modo correcto (Developers → API keys): una «live» para donativos reales, una «test» para pruebas.</translation>
    </message>
    <message>
        <source>Tell whoever hosts it: “Your server sends its certificate without the intermediate one. Please install the full chain.” Some programs fill the gap by themselves; others refuse the connection.</source>
        <translation>Diga a quien lo aloja: «Su servidor envía su certificado sin el intermedio. Instalen, por favor, la cadena completa». Algunos programas suplen lo que falta por sí mismos; otros rechazan la conexión.</translation>
    </message>
    <message>
        <source>The database does not run, or moved to another port or computer. Ask whoever runs it to start it, or correct its address.</source>
        <translation>La base de datos no está en marcha, o está ahora en otro puerto o equipo. Pida a quien la lleva que la inicie, o corrija su dirección.</translation>
    </message>
    <message>
        <source>The database or Mailchimp does not answer in time; look which of the two is in trouble by itself.</source>
        <translation>La base de datos o Mailchimp no responde a tiempo; mire cuál de los dos tiene problemas por sí mismo.</translation>
    </message>
    <message>
        <source>The database&apos;s password or the Mailchimp key is refused; the sentence says which. Give Porchlight the one that is valid now.</source>
        <translation>Se rechaza la contraseña de la base de datos o la clave de Mailchimp; la frase dice cuál. Dé a Porchlight la que vale ahora.</translation>
    </message>
    <message>
        <source>The key may have been revoked or changed. Make a new one and give it to Porchlight.</source>
        <translation>Quizá la clave fue revocada o cambiada. Cree una nueva y désela a Porchlight.</translation>
    </message>
    <message>
        <source>The login has used up what the server allows it. Wait for the next hour, or have the limit raised.</source>
        <translation>El usuario agotó lo que el servidor le permite. Espere a la próxima hora o pida que suban el límite.</translation>
    </message>
    <message>
        <source>The login works but may not read this. Ask whoever runs the database to allow it.</source>
        <translation>El usuario funciona pero no puede leer esto. Pida a quien lleva la base de datos que lo permita.</translation>
    </message>
    <message>
        <source>The mail server refuses this computer&apos;s address. Ask whoever runs it whether it is on a list of blocked ones.</source>
        <translation>El servidor de correo rechaza la dirección de este equipo. Pregunte a quien lo gestiona si está en una lista de bloqueadas.</translation>
    </message>
    <message>
        <source>The mailbox is full. Have old mail removed or its room made larger: new mail may be sent back until then.</source>
        <translation>El buzón está lleno. Haga borrar correo antiguo o ampliar su espacio: hasta entonces puede que se devuelva el correo nuevo.</translation>
    </message>
    <message>
        <source>The password is right. Ask the administrator of the mail to let this user see the mailbox.</source>
        <translation>La contraseña es correcta. Pida al administrador del correo que deje a este usuario ver el buzón.</translation>
    </message>
    <message>
        <source>The sync asks more often than it may, and tries again by itself. If it lasts, let it run less often.</source>
        <translation>La sincronización pregunta más de lo permitido y lo intenta de nuevo sola. Si dura, haga que se ejecute menos.</translation>
    </message>
    <message>
        <source>The sync itself cannot reach what it needs. If its database, Classy and Mailchimp are well here, look at the network of the sync&apos;s computer.</source>
        <translation>La propia sincronización no llega a lo que necesita. Si su base de datos, Classy y Mailchimp van bien aquí, mire la red del equipo de la sincronización.</translation>
    </message>
    <message>
        <source>The sync&apos;s own credentials were rejected. Make new ones, give them to the sync, and look whether its next run goes through.</source>
        <translation>Se rechazaron las credenciales propias de la sincronización. Cree otras, déselas a la sincronización y mire si la próxima ejecución termina bien.</translation>
    </message>
    <message>
        <source>The user of this key may not do this. Look at its role in Mailchimp (Account → Users), or take a key of another user.</source>
        <translation>El usuario de esta clave no puede hacer esto. Mire su rol en Mailchimp (Account → Users) o tome la clave de otro usuario.</translation>
    </message>
    <message>
        <source>The vendor answers otherwise than usual. Look at its status page; if it lasts, tell its support.</source>
        <translation>El proveedor responde de otra manera. Mire su página de estado; si dura, avise a su soporte.</translation>
    </message>
    <message>
        <source>The vendor&apos;s own side fails. Look at its status page, then tell its support the time and what it answered.</source>
        <translation>Falla el lado del proveedor. Mire su página de estado y diga a su soporte la hora y lo que respondió.</translation>
    </message>
    <message>
        <source>This computer or its disk is very busy. Look what keeps it so; if it is always like this, allow more time in its settings.</source>
        <translation>Este equipo o su disco está muy ocupado. Mire qué lo ocupa; si siempre es así, dé más tiempo en sus ajustes.</translation>
    </message>
    <message>
        <source>This is a fault of Porchlight or of a plug-in. Please report it with the log.</source>
        <translation>Es un fallo de Porchlight o de un complemento. Comuníquelo, por favor, con el registro.</translation>
    </message>
    <message>
        <source>Try the query in Prometheus&apos; own window (Graph), and copy it from there; or correct the address.</source>
        <translation>Pruebe la consulta en la ventana de Prometheus (Graph) y cópiela de allí; o corrija la dirección.</translation>
    </message>
    <message>
        <source>Try the query in Prometheus&apos; own window: the exporter behind it may be gone (Status → Targets). If it may find nothing, say so in its settings.</source>
        <translation>Pruebe la consulta en la ventana de Prometheus: puede que falte el exportador (Status → Targets). Si es normal que no encuentre nada, dígalo en sus ajustes.</translation>
    </message>
    <message>
        <source>Wait whether it passes. If it lasts, tell whoever runs it since when; if it is only slow, allow it more time in its settings.</source>
        <translation>Espere a ver si pasa. Si dura, diga a quien lo lleva desde cuándo; si solo va lento, dele más tiempo en sus ajustes.</translation>
    </message>
    <message>
        <source>What the sync asked has failed. Look at the vendor&apos;s status page; the sync tries again by itself.</source>
        <translation>Falló lo que la sincronización pidió. Mire la página de estado del proveedor; la sincronización lo intenta de nuevo sola.</translation>
    </message>
    <message>
        <source>Write filters as Alertmanager has them, such as team=&quot;donations&quot;; the address ends before /api.</source>
        <translation>Escriba los filtros como en Alertmanager, por ejemplo team=&quot;donations&quot;; la dirección termina antes de /api.</translation>
    </message>
</context>
<context>
    <name>AdviceCard</name>
    <message>
        <source>Copy diagnostics</source>
        <translation>Copiar diagnóstico</translation>
    </message>
    <message>
        <source>Copy text for support</source>
        <translation>Copiar texto para soporte</translation>
    </message>
    <message>
        <source>Enter new key</source>
        <translation>Nueva clave</translation>
    </message>
    <message>
        <source>It gets slower.</source>
        <translation>Se vuelve más lento.</translation>
    </message>
    <message>
        <source>It works as it should. If that changes, the next step stands here.</source>
        <translation>Funciona como debe. Si eso cambia, aquí estará el siguiente paso.</translation>
    </message>
    <message>
        <source>Look at %1 first: this depends on it.</source>
        <translation>Mire primero %1: esto depende de ello.</translation>
    </message>
    <message>
        <source>Nothing is needed today; if it goes on, ask whoever runs it.</source>
        <translation>Hoy no hace falta nada; si continúa, pregunte a quien lo lleva.</translation>
    </message>
    <message>
        <source>Nothing is needed.</source>
        <translation>No hace falta nada.</translation>
    </message>
    <message>
        <source>Send it there too</source>
        <translation>Enviarla también allí</translation>
    </message>
    <message>
        <source>The 95th percentile</source>
        <translation>El percentil 95</translation>
    </message>
    <message>
        <source>The diagnostics are on the clipboard.</source>
        <translation>El diagnóstico está en el portapapeles.</translation>
    </message>
    <message>
        <source>The text is on the clipboard: paste it into a letter to the vendor&apos;s support.</source>
        <translation>El texto está en el portapapeles: péguelo en una carta al soporte del proveedor.</translation>
    </message>
    <message>
        <source>Vendor&apos;s status page</source>
        <translation>Página de estado del proveedor</translation>
    </message>
    <message>
        <source>What we would do</source>
        <translation>Qué haríamos</translation>
    </message>
    <message>
        <source>it passes your limit of %1</source>
        <translation>supera su límite de %1</translation>
    </message>
</context>
<context>
    <name>Alerts</name>
    <message>
        <source>A reminder</source>
        <translation>Un recordatorio</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>Reconocida</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alertas</translation>
    </message>
    <message>
        <source>Began, waited whether it lasts</source>
        <translation>Empezó; se esperó a ver si duraba</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Crítica</translation>
    </message>
    <message>
        <source>Ended without a recovery</source>
        <translation>Terminó sin recuperación</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Fired</source>
        <translation>Se disparó</translation>
    </message>
    <message>
        <source>Firing</source>
        <translation>Activa</translation>
    </message>
    <message>
        <source>Firing, acknowledged</source>
        <translation>Activa, reconocida</translation>
    </message>
    <message>
        <source>Firing, held back: %1</source>
        <translation>Activa, retenida: %1</translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation>Durante 1 hora</translation>
    </message>
    <message numerus="yes">
        <source>(tried %n time(s))</source>
        <translation>
            <numerusform>(%n intento)</numerusform>
            <numerusform>(%n intentos)</numerusform>
        </translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Reconocer</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Consola</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Entregado</translation>
    </message>
    <message>
        <source>End snooze</source>
        <translation>Dejar de posponer</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallido</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>Retenida</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Alta</translation>
    </message>
    <message>
        <source>Its beginning</source>
        <translation>Su comienzo</translation>
    </message>
    <message>
        <source>Its end</source>
        <translation>Su final</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Baja</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Media</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Terminó</translation>
    </message>
    <message>
        <source>Over after %1</source>
        <translation>Terminó tras %1</translation>
    </message>
    <message>
        <source>Recovery action</source>
        <translation>Acción de recuperación</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Gravedad</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>Desde %1</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Posponer</translation>
    </message>
    <message>
        <source>Snooze ended</source>
        <translation>Ya no pospuesta</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation>Pospuesta</translation>
    </message>
    <message>
        <source>Snoozed until %1</source>
        <translation>Pospuesta hasta %1</translation>
    </message>
    <message>
        <source>Snoozed until it is over</source>
        <translation>Pospuesta hasta que termine</translation>
    </message>
    <message>
        <source>This component</source>
        <translation>Este componente</translation>
    </message>
    <message>
        <source>This desktop</source>
        <translation>Este escritorio</translation>
    </message>
    <message>
        <source>This rule</source>
        <translation>Esta regla</translation>
    </message>
    <message>
        <source>This rule on this component</source>
        <translation>Esta regla en este componente</translation>
    </message>
    <message>
        <source>Told</source>
        <translation>Avisado</translation>
    </message>
    <message>
        <source>Until it is over</source>
        <translation>Hasta que termine</translation>
    </message>
    <message>
        <source>Until tomorrow 8:00</source>
        <translation>Hasta mañana a las 8:00</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Waits until %1</source>
        <translation>En espera hasta %1</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Worse than before</source>
        <translation>Peor que antes</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>reconocida</translation>
    </message>
    <message>
        <source>follows from another one&apos;s trouble</source>
        <translation>se debe al problema de otro</translation>
    </message>
    <message>
        <source>its beginning was not told</source>
        <translation>no se avisó de su comienzo</translation>
    </message>
    <message>
        <source>no channel to tell it by</source>
        <translation>no hay canal por el que avisar</translation>
    </message>
    <message>
        <source>over before it was told</source>
        <translation>terminó antes de avisar</translation>
    </message>
    <message>
        <source>planned maintenance</source>
        <translation>mantenimiento previsto</translation>
    </message>
    <message>
        <source>quiet hours</source>
        <translation>horas de silencio</translation>
    </message>
    <message>
        <source>silenced</source>
        <translation>silenciada</translation>
    </message>
    <message>
        <source>snoozed</source>
        <translation>pospuesta</translation>
    </message>
    <message>
        <source>told a moment ago</source>
        <translation>avisado hace un momento</translation>
    </message>
</context>
<context>
    <name>AlertsPage</name>
    <message>
        <source>Acknowledge</source>
        <translation>Reconocer</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>Componente</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Terminar</translation>
    </message>
    <message>
        <source>End snooze</source>
        <translation>Dejar de posponer</translation>
    </message>
    <message>
        <source>Every component</source>
        <translation>Todos los componentes</translation>
    </message>
    <message>
        <source>Every rule</source>
        <translation>Todas las reglas</translation>
    </message>
    <message>
        <source>Every severity</source>
        <translation>Todas las gravedades</translation>
    </message>
    <message>
        <source>No alert fired in this time.</source>
        <translation>No se disparó ninguna alerta en este tiempo.</translation>
    </message>
    <message>
        <source>Open component</source>
        <translation>Abrir componente</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regla</translation>
    </message>
    <message>
        <source>Search alerts</source>
        <translation>Buscar alertas</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Enviar de nuevo</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Gravedad</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Silenciar</translation>
    </message>
    <message>
        <source>Silenced until %2: %1.</source>
        <translation>Silenciado hasta %2: %1.</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Posponer</translation>
    </message>
    <message>
        <source>What fires, what is held back and why, and where it was sent will stand here.</source>
        <translation>Aquí se verá lo que se dispara, lo que se retiene y por qué, y adónde se envió.</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>todo</translation>
    </message>
</context>
<context>
    <name>AlertsTab</name>
    <message>
        <source>Alerts</source>
        <translation>Alertas</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Bandeja de salida</translation>
    </message>
</context>
<context>
    <name>Channels</name>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Another service</source>
        <translation>Otro servicio</translation>
    </message>
    <message>
        <source>Any of the hundred services that Apprise knows, by its address.</source>
        <translation>Cualquiera de los cien servicios que conoce Apprise, por su dirección.</translation>
    </message>
    <message>
        <source>By Apprise</source>
        <translation>Por Apprise</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo electrónico</translation>
    </message>
    <message>
        <source>In Discord: the channel&apos;s settings → Integrations → Webhooks → Copy webhook URL.</source>
        <translation>En Discord: ajustes del canal → Integraciones → Webhooks → Copiar URL del webhook.</translation>
    </message>
    <message>
        <source>In PagerDuty: the service → Integrations → Events API v2.</source>
        <translation>En PagerDuty: el servicio → Integrations → Events API v2.</translation>
    </message>
    <message>
        <source>In Slack: Apps → Incoming WebHooks → Add to Slack, then copy its address.</source>
        <translation>En Slack: Apps → Incoming WebHooks → Add to Slack; luego copie su dirección.</translation>
    </message>
    <message>
        <source>In Teams: the channel&apos;s ··· → Workflows → Post when a webhook request is received.</source>
        <translation>En Teams: ··· del canal → Flujos de trabajo → Publicar al recibir una solicitud de webhook.</translation>
    </message>
    <message>
        <source>Integration key</source>
        <translation>Clave de integración</translation>
    </message>
    <message>
        <source>It has taken the test. Look whether it arrived.</source>
        <translation>Ha aceptado la prueba. Mire si ha llegado.</translation>
    </message>
    <message>
        <source>Key of the receiver</source>
        <translation>Clave del receptor</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>Password or token</source>
        <translation>Contraseña o token</translation>
    </message>
    <message>
        <source>Secret address</source>
        <translation>Dirección secreta</translation>
    </message>
    <message>
        <source>Send test</source>
        <translation>Enviar prueba</translation>
    </message>
    <message>
        <source>The bot&apos;s token from @BotFather, and the chat.</source>
        <translation>El token del bot, de @BotFather, y el chat.</translation>
    </message>
    <message>
        <source>The one that your Prometheus tells; its own address, such as http://host:9093.</source>
        <translation>Aquel al que avisa su Prometheus; su propia dirección, por ejemplo http://host:9093.</translation>
    </message>
    <message>
        <source>Webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>Where Porchlight runs without a screen</source>
        <translation>Donde Porchlight funciona sin pantalla</translation>
    </message>
    <message>
        <source>Your user key, @ and your application&apos;s token.</source>
        <translation>Su clave de usuario, @ y el token de su aplicación.</translation>
    </message>
    <message>
        <source>ntfys://, the server, / and a topic that nobody guesses.</source>
        <translation>ntfys://, el servidor, / y un tema que nadie adivine.</translation>
    </message>
</context>
<context>
    <name>ChannelsPage</name>
    <message numerus="yes">
        <source>%n rule(s) told it alerts.</source>
        <translation>
            <numerusform>%n regla le avisaba.</numerusform>
            <numerusform>%n reglas le avisaban.</numerusform>
        </translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>Añadir un canal</translation>
    </message>
    <message>
        <source>Calls %1 every %2.</source>
        <translation>Llama a %1 cada %2.</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>It can only be edited in the settings file.</source>
        <translation>Solo se puede editar en el archivo de ajustes.</translation>
    </message>
    <message>
        <source>Notifications with buttons.</source>
        <translation>Notificaciones con botones.</translation>
    </message>
    <message>
        <source>Second watcher</source>
        <translation>Segundo vigilante</translation>
    </message>
    <message>
        <source>Send a test to %1</source>
        <translation>Enviar una prueba a %1</translation>
    </message>
    <message>
        <source>Send test</source>
        <translation>Enviar prueba</translation>
    </message>
    <message>
        <source>Sending …</source>
        <translation>Enviando …</translation>
    </message>
    <message>
        <source>Set up the second watcher</source>
        <translation>Configurar el segundo vigilante</translation>
    </message>
    <message>
        <source>Set up …</source>
        <translation>Configurar …</translation>
    </message>
    <message>
        <source>This computer cannot tell you that it is off. A service such as Healthchecks or Uptime Kuma can: Porchlight calls it regularly, and it tells you when the calls stop.</source>
        <translation>Este equipo no puede decirle que está apagado. Un servicio como Healthchecks o Uptime Kuma sí: Porchlight lo llama con regularidad, y él le avisa cuando cesan las llamadas.</translation>
    </message>
    <message>
        <source>This desktop</source>
        <translation>Este escritorio</translation>
    </message>
    <message>
        <source>Where alerts are told</source>
        <translation>Dónde se avisa</translation>
    </message>
    <message>
        <source>an address in the keyring</source>
        <translation>una dirección del llavero</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>desactivado</translation>
    </message>
    <message>
        <source>“%1” has taken it.</source>
        <translation>«%1» la ha aceptado.</translation>
    </message>
    <message>
        <source>“%1” is removed.</source>
        <translation>«%1» se ha quitado.</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>Response times</source>
        <translation>Tiempos de respuesta</translation>
    </message>
    <message>
        <source>asleep</source>
        <translation>en suspensión</translation>
    </message>
    <message>
        <source>median %1 · p95 %2</source>
        <translation>mediana %1 · p95 %2</translation>
    </message>
    <message>
        <source>needed you</source>
        <translation>le necesitaba</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>sin respuesta</translation>
    </message>
    <message>
        <source>not watched</source>
        <translation>no vigilado</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>sin conexión</translation>
    </message>
    <message>
        <source>slow above %1</source>
        <translation>lento por encima de %1</translation>
    </message>
    <message>
        <source>usual</source>
        <translation>habitual</translation>
    </message>
</context>
<context>
    <name>ComponentFigures</name>
    <message>
        <source>30 days: %1</source>
        <translation>30 días: %1</translation>
    </message>
    <message>
        <source>95th percentile</source>
        <translation>Percentil 95</translation>
    </message>
    <message>
        <source>Median 24 h</source>
        <translation>Mediana 24 h</translation>
    </message>
    <message>
        <source>Uptime 24 h</source>
        <translation>Activo 24 h</translation>
    </message>
    <message>
        <source>Uptime 30 days</source>
        <translation>Activo 30 días</translation>
    </message>
    <message>
        <source>Uptime 7 days</source>
        <translation>Activo 7 días</translation>
    </message>
    <message>
        <source>Uptime 90 days</source>
        <translation>Activo 90 días</translation>
    </message>
    <message>
        <source>not watched</source>
        <translation>no vigilado</translation>
    </message>
</context>
<context>
    <name>ComponentWindow</name>
    <message>
        <source>%1 for %2.</source>
        <translation>%1 desde hace %2.</translation>
    </message>
    <message>
        <source>A failure is being checked again.</source>
        <translation>Se vuelve a comprobar un fallo.</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>Comprobando …</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Copiar diagnóstico</translation>
    </message>
    <message>
        <source>Edit …</source>
        <translation>Editar …</translation>
    </message>
    <message>
        <source>Enter new key …</source>
        <translation>Introducir clave nueva …</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>Incidentes</translation>
    </message>
    <message>
        <source>Last 90 days</source>
        <translation>Últimos 90 días</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Paused until %1.</source>
        <translation>En pausa hasta %1.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Save chart as picture …</source>
        <translation>Guardar gráfico como imagen …</translation>
    </message>
    <message>
        <source>Save figures as CSV …</source>
        <translation>Guardar cifras como CSV …</translation>
    </message>
    <message>
        <source>Silence alerts</source>
        <translation>Silenciar alertas</translation>
    </message>
    <message>
        <source>Where the time goes</source>
        <translation>En qué se va el tiempo</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>crítico</translation>
    </message>
</context>
<context>
    <name>ComponentsPage</name>
    <message>
        <source>%1 (copy)</source>
        <translation>%1 (copia)</translation>
    </message>
    <message>
        <source>%1 is removed. Its history stays.</source>
        <translation>%1 se ha quitado. Su historial se conserva.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Add a component</source>
        <translation>Añadir un componente</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>Componentes</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicar</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>It can only be edited in the settings file.</source>
        <translation>Solo se puede editar en el archivo de ajustes.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Guardado.</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Dejar de vigilar</translation>
    </message>
    <message>
        <source>Take over Classy Sync …</source>
        <translation>Incorporar Classy Sync …</translation>
    </message>
    <message>
        <source>Watch again</source>
        <translation>Vigilar de nuevo</translation>
    </message>
</context>
<context>
    <name>CredentialWindow</name>
    <message>
        <source>A new key for %1</source>
        <translation>Una clave nueva para %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Goes into the keyring, is never shown again</source>
        <translation>Va al llavero y no se vuelve a mostrar</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Clave nueva</translation>
    </message>
    <message>
        <source>New key – Porchlight</source>
        <translation>Clave nueva – Porchlight</translation>
    </message>
    <message>
        <source>Store and check</source>
        <translation>Guardar y comprobar</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>It is switched off.</source>
        <translation>Está desactivado.</translation>
    </message>
    <message>
        <source>This desktop</source>
        <translation>Este escritorio</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Keep it all the same</source>
        <translation>Guardar de todos modos</translation>
    </message>
    <message>
        <source>Leave it empty to keep the one that is stored.</source>
        <translation>Déjelo vacío para conservar la que está guardada.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Send it there too</source>
        <translation>Enviarla también allí</translation>
    </message>
    <message>
        <source>Show what the file says now</source>
        <translation>Mostrar lo que dice ahora el archivo</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Probar conexión</translation>
    </message>
    <message>
        <source>The settings file says something else of it by now. Nothing was overwritten.</source>
        <translation>El archivo de ajustes dice ahora otra cosa. No se sobrescribió nada.</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>A JSON pointer such as /queue/length.</source>
        <translation>Un puntero JSON como /queue/length.</translation>
    </message>
    <message>
        <source>A and AAAA are addresses, MX is for mail, TXT holds SPF and the like.</source>
        <translation>A y AAAA son direcciones, MX es para el correo, TXT contiene SPF y similares.</translation>
    </message>
    <message>
        <source>A disk of its own</source>
        <translation>Un disco propio</translation>
    </message>
    <message>
        <source>A live key is expected; without this, a test key is.</source>
        <translation>Se espera una clave real; sin esto, una de prueba.</translation>
    </message>
    <message>
        <source>A name or an address, without https:// and without the port.</source>
        <translation>Un nombre o una dirección, sin https:// y sin el puerto.</translation>
    </message>
    <message>
        <source>A part that tells it from others, such as sync.js --daemon.</source>
        <translation>Una parte que lo distingue de otros, como sync.js --daemon.</translation>
    </message>
    <message>
        <source>A password is sent only with it, except to this computer.</source>
        <translation>Una contraseña solo se envía con él, salvo a este equipo.</translation>
    </message>
    <message>
        <source>A path that holds nothing of donors.</source>
        <translation>Una ruta que no contenga nada de donantes.</translation>
    </message>
    <message>
        <source>A run may take</source>
        <translation>Una ejecución puede durar</translation>
    </message>
    <message>
        <source>A warning</source>
        <translation>Un aviso</translation>
    </message>
    <message>
        <source>API address</source>
        <translation>Dirección de la API</translation>
    </message>
    <message>
        <source>API version</source>
        <translation>Versión de la API</translation>
    </message>
    <message>
        <source>Account&apos;s number</source>
        <translation>Número de la cuenta</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Addresses that answer 204; two neutral ones where nothing stands here.</source>
        <translation>Direcciones que responden 204; dos neutrales si aquí no hay nada.</translation>
    </message>
    <message>
        <source>After so many intervals without a good end a sync is stale.</source>
        <translation>Tras tantos intervalos sin un buen final, una sincronización está atrasada.</translation>
    </message>
    <message>
        <source>After this long without an answer the check has failed.</source>
        <translation>Pasado este tiempo sin respuesta, la comprobación ha fallado.</translation>
    </message>
    <message>
        <source>Again every</source>
        <translation>Repetir cada</translation>
    </message>
    <message>
        <source>Alert that always fires</source>
        <translation>Alerta que siempre está activa</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Todo está bien</translation>
    </message>
    <message>
        <source>All must be there, with commas between them; any will do where none stands here.</source>
        <translation>Deben estar todos, separados por comas; si aquí no hay ninguno, vale cualquiera.</translation>
    </message>
    <message>
        <source>All since the start (cumulative), or what is new since the last time (delta).</source>
        <translation>Todo desde el inicio (acumulado) o lo nuevo desde la última vez (delta).</translation>
    </message>
    <message>
        <source>All that must work for a gift to be given: the page, the form, the payment.</source>
        <translation>Todo lo que debe funcionar para donar: la página, el formulario, el pago.</translation>
    </message>
    <message>
        <source>All that must work for it to arrive: the sync, its database, the CRM.</source>
        <translation>Todo lo que debe funcionar para que lleguen: la sincronización, su base de datos, el CRM.</translation>
    </message>
    <message>
        <source>An address such as 1.1.1.1; this computer&apos;s own where none stands here.</source>
        <translation>Una dirección como 1.1.1.1; si aquí no hay ninguna, el de este equipo.</translation>
    </message>
    <message>
        <source>An address with the places {component} and {rule}.</source>
        <translation>Una dirección con los marcadores {component} y {rule}.</translation>
    </message>
    <message>
        <source>An error</source>
        <translation>Un error</translation>
    </message>
    <message>
        <source>An older look of the other monitor says nothing about now.</source>
        <translation>Una mirada más antigua del otro monitor no dice nada de ahora.</translation>
    </message>
    <message>
        <source>Any 2xx where nothing stands here.</source>
        <translation>Cualquier 2xx si aquí no hay nada.</translation>
    </message>
    <message>
        <source>Any other record is a fault.</source>
        <translation>Cualquier otro registro es un fallo.</translation>
    </message>
    <message>
        <source>As</source>
        <translation>Como</translation>
    </message>
    <message>
        <source>As in a sentence: the CRM.</source>
        <translation>Como en una frase: el CRM.</translation>
    </message>
    <message>
        <source>As known of this vendor</source>
        <translation>Como se sabe de este proveedor</translation>
    </message>
    <message>
        <source>As people call it.</source>
        <translation>Como lo llama la gente.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>As the system calls it.</source>
        <translation>Como lo llama el sistema.</translation>
    </message>
    <message>
        <source>Asked whether online</source>
        <translation>Dónde preguntar si hay conexión</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>Al menos</translation>
    </message>
    <message>
        <source>At least 24h; averages are kept for longer.</source>
        <translation>Al menos 24h; las medias se conservan más tiempo.</translation>
    </message>
    <message>
        <source>At most every</source>
        <translation>Como mucho cada</translation>
    </message>
    <message>
        <source>At most, an hour</source>
        <translation>Como mucho por hora</translation>
    </message>
    <message>
        <source>Attention below</source>
        <translation>Atención por debajo de</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>Atributos</translation>
    </message>
    <message>
        <source>Audience → Settings → Audience name and defaults.</source>
        <translation>En Mailchimp: Audience → Settings → Audience name and defaults.</translation>
    </message>
    <message>
        <source>Audience&apos;s id</source>
        <translation>Id de la audiencia</translation>
    </message>
    <message>
        <source>Believe its health report</source>
        <translation>Creer su informe de salud</translation>
    </message>
    <message>
        <source>By their names on the vendor&apos;s page; all where nothing stands here.</source>
        <translation>Por sus nombres en la página del proveedor; todas si aquí no hay nada.</translation>
    </message>
    <message>
        <source>Call an address</source>
        <translation>Llamar a una dirección</translation>
    </message>
    <message>
        <source>Certificate warning</source>
        <translation>Aviso de certificado</translation>
    </message>
    <message>
        <source>Certificate&apos;s name</source>
        <translation>Nombre del certificado</translation>
    </message>
    <message>
        <source>Changes of status are told by the desktop.</source>
        <translation>El escritorio avisa de los cambios de estado.</translation>
    </message>
    <message>
        <source>Check every</source>
        <translation>Comprobar cada</translation>
    </message>
    <message>
        <source>Check the certificate</source>
        <translation>Comprobar el certificado</translation>
    </message>
    <message>
        <source>Checks at once</source>
        <translation>Comprobaciones a la vez</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Elegir una carpeta</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Elegir …</translation>
    </message>
    <message>
        <source>Classy&apos;s own numbers, as an import found them; another one is told as news.</source>
        <translation>Los números propios de Classy, como los encontró una importación; otra se comunica como novedad.</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Comparado con</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>Componentes</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>Condición</translation>
    </message>
    <message>
        <source>Confirmations</source>
        <translation>Confirmaciones</translation>
    </message>
    <message>
        <source>Consent warning</source>
        <translation>Aviso del consentimiento</translation>
    </message>
    <message>
        <source>Contacts in your plan</source>
        <translation>Contactos de su plan</translation>
    </message>
    <message>
        <source>Counters tell</source>
        <translation>Los contadores indican</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Credencial</translation>
    </message>
    <message>
        <source>Credential of the database</source>
        <translation>Credencial de la base de datos</translation>
    </message>
    <message>
        <source>Credential without encryption</source>
        <translation>Credencial sin cifrar</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Crítico</translation>
    </message>
    <message>
        <source>DNS server</source>
        <translation>Servidor DNS</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <source>Days before its end.</source>
        <translation>Días antes de que caduque.</translation>
    </message>
    <message>
        <source>Days on which it begins.</source>
        <translation>Días en que empieza.</translation>
    </message>
    <message>
        <source>Depends on</source>
        <translation>Depende de</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Cifrado</translation>
    </message>
    <message>
        <source>Error above</source>
        <translation>Error por encima de</translation>
    </message>
    <message>
        <source>Error below</source>
        <translation>Error por debajo de</translation>
    </message>
    <message>
        <source>Errors by severity</source>
        <translation>Errores por gravedad</translation>
    </message>
    <message>
        <source>Expected codes</source>
        <translation>Códigos esperados</translation>
    </message>
    <message>
        <source>Expected greeting</source>
        <translation>Saludo esperado</translation>
    </message>
    <message>
        <source>Expected records</source>
        <translation>Registros esperados</translation>
    </message>
    <message>
        <source>Expected text</source>
        <translation>Texto esperado</translation>
    </message>
    <message>
        <source>File with its number</source>
        <translation>Archivo con su número</translation>
    </message>
    <message>
        <source>Fills in the address, the header and the kind of counters.</source>
        <translation>Rellena la dirección, la cabecera y el tipo de contadores.</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filtros</translation>
    </message>
    <message>
        <source>Fires after</source>
        <translation>Se activa tras</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Folder or file</source>
        <translation>Carpeta o archivo</translation>
    </message>
    <message>
        <source>Follow redirects</source>
        <translation>Seguir redirecciones</translation>
    </message>
    <message>
        <source>For looking only</source>
        <translation>Solo para mirar</translation>
    </message>
    <message>
        <source>For mail servers and databases that begin in plain text.</source>
        <translation>Para servidores de correo y bases de datos que empiezan sin cifrar.</translation>
    </message>
    <message>
        <source>For supporters, campaigns, transactions or recurring-plans, such as 2d.</source>
        <translation>Para supporters, campaigns, transactions o recurring-plans, como 2d.</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>Free disk needed, MB</source>
        <translation>Disco libre necesario, MB</translation>
    </message>
    <message>
        <source>Free room, such as 10% or 5 GB.</source>
        <translation>Espacio libre, como 10% o 5 GB.</translation>
    </message>
    <message>
        <source>Free room, such as 2% or 1 GB.</source>
        <translation>Espacio libre, como 2% o 1 GB.</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Gifts are taken by</source>
        <translation>Los donativos se reciben con</translation>
    </message>
    <message>
        <source>GitHub&apos;s, or a JSON file of your own.</source>
        <translation>La de GitHub o un archivo JSON propio.</translation>
    </message>
    <message>
        <source>Half of its interval where nothing stands here.</source>
        <translation>La mitad de su intervalo si aquí no hay nada.</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Cabecera</translation>
    </message>
    <message>
        <source>Header of the key</source>
        <translation>Cabecera de la clave</translation>
    </message>
    <message>
        <source>Header&apos;s name</source>
        <translation>Nombre de la cabecera</translation>
    </message>
    <message>
        <source>Header: name of its credential</source>
        <translation>Cabecera: nombre de su credencial</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Cabeceras</translation>
    </message>
    <message>
        <source>How late checks may begin.</source>
        <translation>Con cuánto retraso pueden empezar las comprobaciones.</translation>
    </message>
    <message>
        <source>How long it must hold before it fires.</source>
        <translation>Cuánto debe durar antes de activarse.</translation>
    </message>
    <message>
        <source>How often a first failure is checked again before it counts.</source>
        <translation>Cuántas veces se repite la comprobación de un primer fallo antes de que cuente.</translation>
    </message>
    <message>
        <source>In its command line</source>
        <translation>En su línea de órdenes</translation>
    </message>
    <message>
        <source>Into the folder</source>
        <translation>En la carpeta</translation>
    </message>
    <message>
        <source>Introduces itself as</source>
        <translation>Se presenta como</translation>
    </message>
    <message>
        <source>It is a fault when nothing is mounted there.</source>
        <translation>Es un fallo si allí no hay nada montado.</translation>
    </message>
    <message>
        <source>It stands in the address of your Classy pages.</source>
        <translation>Está en la dirección de sus páginas de Classy.</translation>
    </message>
    <message>
        <source>Its log</source>
        <translation>Su registro</translation>
    </message>
    <message>
        <source>Its name, such as nginx.</source>
        <translation>Su nombre, como nginx.</translation>
    </message>
    <message>
        <source>Its secrets may cross other networks in the clear, where others can read them.</source>
        <translation>Sus secretos pueden cruzar otras redes sin cifrar, donde otros pueden leerlos.</translation>
    </message>
    <message>
        <source>Its silence tells that Prometheus reaches the Alertmanager no more.</source>
        <translation>Su silencio dice que Prometheus ya no llega a Alertmanager.</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Tarea</translation>
    </message>
    <message>
        <source>Judged by its own results even when this computer is offline.</source>
        <translation>Se juzga por sus propios resultados aunque este equipo no tenga conexión.</translation>
    </message>
    <message>
        <source>Keep single results</source>
        <translation>Conservar resultados sueltos</translation>
    </message>
    <message>
        <source>Keep so many</source>
        <translation>Conservar</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Kind of record</source>
        <translation>Tipo de registro</translation>
    </message>
    <message>
        <source>Known organisations</source>
        <translation>Organizaciones conocidas</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Last look at most</source>
        <translation>Última mirada, como máximo</translation>
    </message>
    <message>
        <source>Lateness allowed</source>
        <translation>Retraso permitido</translation>
    </message>
    <message>
        <source>Less than this is told.</source>
        <translation>Si hay menos, se avisa.</translation>
    </message>
    <message>
        <source>Let critical alerts through</source>
        <translation>Dejar pasar alertas críticas</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>List of releases</source>
        <translation>Lista de versiones</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Longer ones are told as slow.</source>
        <translation>Las más largas se señalan como lentas.</translation>
    </message>
    <message>
        <source>Look once a day</source>
        <translation>Mirar una vez al día</translation>
    </message>
    <message>
        <source>Mail server</source>
        <translation>Servidor de correo</translation>
    </message>
    <message>
        <source>May be late by</source>
        <translation>Puede retrasarse</translation>
    </message>
    <message>
        <source>May be lost, %</source>
        <translation>Pueden perderse, %</translation>
    </message>
    <message>
        <source>May be missing, %</source>
        <translation>Pueden faltar, %</translation>
    </message>
    <message>
        <source>May be missing, at least</source>
        <translation>Pueden faltar, al menos</translation>
    </message>
    <message>
        <source>May be this old</source>
        <translation>Puede tener esta edad</translation>
    </message>
    <message>
        <source>May grow to</source>
        <translation>Puede crecer hasta</translation>
    </message>
    <message>
        <source>Memory limit</source>
        <translation>Límite de memoria</translation>
    </message>
    <message>
        <source>Memory limit, MB</source>
        <translation>Límite de memoria, MB</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>More about it at</source>
        <translation>Más información en</translation>
    </message>
    <message>
        <source>More than this is told.</source>
        <translation>Si se supera, se avisa.</translation>
    </message>
    <message>
        <source>Must be in what the server says by itself, such as SSH-2.0.</source>
        <translation>Debe estar en lo que el servidor dice por sí mismo, como SSH-2.0.</translation>
    </message>
    <message>
        <source>Must be on the page.</source>
        <translation>Debe estar en la página.</translation>
    </message>
    <message>
        <source>My Domain address</source>
        <translation>Dirección de My Domain</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Name: value</source>
        <translation>Nombre: valor</translation>
    </message>
    <message>
        <source>Named as</source>
        <translation>Nombrado como</translation>
    </message>
    <message>
        <source>Names, groups or tags, * for any; all where nothing stands here.</source>
        <translation>Nombres, grupos o etiquetas, * para cualquiera; todos si aquí no hay nada.</translation>
    </message>
    <message>
        <source>Neon: Settings → Organization Profile.</source>
        <translation>Neon: Settings → Organization Profile.</translation>
    </message>
    <message>
        <source>No others</source>
        <translation>Ningún otro</translation>
    </message>
    <message>
        <source>No second message about it before.</source>
        <translation>No hay un segundo mensaje antes.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>Nothing is sent but Porchlight&apos;s version.</source>
        <translation>Solo se envía la versión de Porchlight.</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notificaciones</translation>
    </message>
    <message>
        <source>Of all together, such as 2 GB; more is told.</source>
        <translation>De todos juntos, como 2 GB; si hay más, se avisa.</translation>
    </message>
    <message>
        <source>Of the pings of one check.</source>
        <translation>De los pings de una comprobación.</translation>
    </message>
    <message>
        <source>Of the supporters who want letters.</source>
        <translation>De los donantes que quieren correos.</translation>
    </message>
    <message>
        <source>Older ones are removed; 0 keeps all.</source>
        <translation>Los más antiguos se borran; 0 los conserva todos.</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Sobre</translation>
    </message>
    <message>
        <source>On another computer or in a container: its log alone says how it is.</source>
        <translation>En otro equipo o en un contenedor: solo su registro dice cómo está.</translation>
    </message>
    <message>
        <source>On the day before, check everything once and tell how it is.</source>
        <translation>El día antes, comprobar todo una vez y decir cómo está.</translation>
    </message>
    <message>
        <source>On this network</source>
        <translation>En esta red</translation>
    </message>
    <message>
        <source>One SELECT; the first value is compared.</source>
        <translation>Un SELECT; se compara el primer valor.</translation>
    </message>
    <message>
        <source>One sentence.</source>
        <translation>Una frase.</translation>
    </message>
    <message>
        <source>Only these</source>
        <translation>Solo estos</translation>
    </message>
    <message>
        <source>Only where combined.log is not in the folder&apos;s logs.</source>
        <translation>Solo si combined.log no está en la carpeta logs.</translation>
    </message>
    <message>
        <source>Only where it is for another name than the server&apos;s.</source>
        <translation>Solo si es para otro nombre que el del servidor.</translation>
    </message>
    <message>
        <source>Only where the login is to be tried.</source>
        <translation>Solo si se debe probar el inicio de sesión.</translation>
    </message>
    <message>
        <source>Only where the mail server wants a certain name. Otherwise it is told this computer&apos;s address.</source>
        <translation>Solo si el servidor de correo quiere un nombre determinado. Si no, se le dice la dirección de este equipo.</translation>
    </message>
    <message>
        <source>Only where the service wants another.</source>
        <translation>Solo si el servicio quiere otra.</translation>
    </message>
    <message>
        <source>Only where the usual one does not work.</source>
        <translation>Solo si la habitual no funciona.</translation>
    </message>
    <message>
        <source>Organisation&apos;s id</source>
        <translation>Id de la organización</translation>
    </message>
    <message>
        <source>Organisation&apos;s number</source>
        <translation>Número de la organización</translation>
    </message>
    <message>
        <source>Organisations</source>
        <translation>Organizaciones</translation>
    </message>
    <message>
        <source>Others on the way can then read it.</source>
        <translation>Otros en el camino podrían leerla.</translation>
    </message>
    <message>
        <source>Parts that matter</source>
        <translation>Partes que importan</translation>
    </message>
    <message>
        <source>Passed on by</source>
        <translation>Los pasan</translation>
    </message>
    <message>
        <source>Patience, in intervals</source>
        <translation>Paciencia, en intervalos</translation>
    </message>
    <message>
        <source>Pause before confirming</source>
        <translation>Pausa antes de confirmar</translation>
    </message>
    <message>
        <source>Pings a check</source>
        <translation>Pings por comprobación</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Puerto</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programa</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Put on every alert, for its routes.</source>
        <translation>Se ponen en cada alerta, para sus rutas.</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Consulta</translation>
    </message>
    <message>
        <source>Real gifts</source>
        <translation>Donativos reales</translation>
    </message>
    <message>
        <source>Receiver&apos;s address</source>
        <translation>Dirección del receptor</translation>
    </message>
    <message>
        <source>Recovery action</source>
        <translation>Acción de recuperación</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Región</translation>
    </message>
    <message>
        <source>Remind</source>
        <translation>Recordar</translation>
    </message>
    <message>
        <source>Reports every</source>
        <translation>Informa cada</translation>
    </message>
    <message>
        <source>Response time over which a check counts as slow.</source>
        <translation>Tiempo de respuesta a partir del cual una comprobación cuenta como lenta.</translation>
    </message>
    <message>
        <source>Restart a service</source>
        <translation>Reiniciar un servicio</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Reglas</translation>
    </message>
    <message>
        <source>Run a program</source>
        <translation>Ejecutar un programa</translation>
    </message>
    <message>
        <source>Runs elsewhere</source>
        <translation>Funciona en otro lugar</translation>
    </message>
    <message>
        <source>Runs once when it is told.</source>
        <translation>Se ejecuta una vez cuando se avisa.</translation>
    </message>
    <message>
        <source>Said of every number, such as deployment.environment.name.</source>
        <translation>Acompañan a cada número, por ejemplo deployment.environment.name.</translation>
    </message>
    <message>
        <source>Secret headers</source>
        <translation>Cabeceras secretas</translation>
    </message>
    <message>
        <source>Send every</source>
        <translation>Enviar cada</translation>
    </message>
    <message>
        <source>Sender&apos;s address</source>
        <translation>Dirección del remitente</translation>
    </message>
    <message>
        <source>Sent as</source>
        <translation>Enviada como</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>Severities left out</source>
        <translation>Gravedades que no cuentan</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Gravedad</translation>
    </message>
    <message>
        <source>Signed with</source>
        <translation>Firmado con</translation>
    </message>
    <message>
        <source>Slow above</source>
        <translation>Lento por encima de</translation>
    </message>
    <message>
        <source>So many in a row; then somebody has to allow it again.</source>
        <translation>Tantos seguidos; después alguien debe permitirla de nuevo.</translation>
    </message>
    <message>
        <source>So many may be missing however few supporters there are.</source>
        <translation>Tantos pueden faltar por pocos donantes que haya.</translation>
    </message>
    <message>
        <source>So many must run.</source>
        <translation>Tantos deben estar en marcha.</translation>
    </message>
    <message>
        <source>Spoken before TLS</source>
        <translation>Protocolo antes de TLS</translation>
    </message>
    <message>
        <source>Status page</source>
        <translation>Página de estado</translation>
    </message>
    <message>
        <source>Stop after failures</source>
        <translation>Parar tras fallos</translation>
    </message>
    <message>
        <source>Such as 1h; as the job says itself where nothing stands here.</source>
        <translation>Por ejemplo 1h; como diga la propia tarea si aquí no hay nada.</translation>
    </message>
    <message>
        <source>Such as 20 GB; the disk that it is on where nothing stands here.</source>
        <translation>Como 20 GB; el disco en el que está si aquí no hay nada.</translation>
    </message>
    <message>
        <source>Such as 30s, 5m or 1h.</source>
        <translation>Como 30s, 5m o 1h.</translation>
    </message>
    <message>
        <source>Such as America/New_York; this computer&apos;s where nothing stands here.</source>
        <translation>Como America/New_York; la de este equipo si aquí no hay nada.</translation>
    </message>
    <message>
        <source>Such as datadoghq.eu or eu01.nr-data.net; the United States where nothing is.</source>
        <translation>Por ejemplo datadoghq.eu o eu01.nr-data.net; Estados Unidos si no se indica nada.</translation>
    </message>
    <message>
        <source>Such as example.org.</source>
        <translation>Como example.org.</translation>
    </message>
    <message>
        <source>Such as https://collector.example.org:4318; a service brings its own.</source>
        <translation>Por ejemplo https://collector.example.org:4318; un servicio trae la suya.</translation>
    </message>
    <message>
        <source>Such as https://example.my.salesforce.com; Setup → My Domain shows it.</source>
        <translation>Como https://example.my.salesforce.com; Setup → My Domain la muestra.</translation>
    </message>
    <message>
        <source>Such as hubspot, salesforce:acme, or the address of its status page; none.</source>
        <translation>Por ejemplo hubspot, salesforce:acme o la dirección de su página de estado; none para ninguno.</translation>
    </message>
    <message>
        <source>Such as team=&quot;donations&quot;; all must hold.</source>
        <translation>Por ejemplo team=&quot;donations&quot;; deben cumplirse todos.</translation>
    </message>
    <message>
        <source>Switched on</source>
        <translation>Activado</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Tell</source>
        <translation>Avisar a</translation>
    </message>
    <message>
        <source>The Hub ID; with it, a token of another account is told.</source>
        <translation>El Hub ID; con él se detecta un token de otra cuenta.</translation>
    </message>
    <message>
        <source>The disk that it is on is looked at.</source>
        <translation>Se mira el disco en el que está.</translation>
    </message>
    <message>
        <source>The e-mail address that the key belongs to.</source>
        <translation>La dirección de correo a la que pertenece la clave.</translation>
    </message>
    <message>
        <source>The end of its address; without it the metrics are read.</source>
        <translation>El final de su dirección; sin él se leen las métricas.</translation>
    </message>
    <message>
        <source>The first one is written at once, for the week that has ended.</source>
        <translation>El primero se escribe enseguida, sobre la semana que ha terminado.</translation>
    </message>
    <message>
        <source>The light turns red when it fails.</source>
        <translation>La luz se pone roja cuando falla.</translation>
    </message>
    <message>
        <source>The name of a credential; each message then has a signature.</source>
        <translation>El nombre de una credencial; cada mensaje lleva entonces una firma.</translation>
    </message>
    <message>
        <source>The name under which it reports its runs.</source>
        <translation>El nombre con el que informa de sus ejecuciones.</translation>
    </message>
    <message>
        <source>The name under which the keyring holds it.</source>
        <translation>El nombre con el que la guarda el llavero.</translation>
    </message>
    <message>
        <source>The name under which the keyring holds its password.</source>
        <translation>El nombre con el que el llavero guarda su contraseña.</translation>
    </message>
    <message>
        <source>The pid file that the program writes.</source>
        <translation>El archivo pid que escribe el programa.</translation>
    </message>
    <message>
        <source>The program&apos;s whole path, then one argument a line</source>
        <translation>La ruta completa del programa; luego un argumento por línea</translation>
    </message>
    <message>
        <source>The sync&apos;s own numbers; all active ones where nothing stands here.</source>
        <translation>Los números propios de la sincronización; todas las activas si aquí no hay nada.</translation>
    </message>
    <message>
        <source>The usual one where nothing stands here.</source>
        <translation>El habitual si aquí no hay nada.</translation>
    </message>
    <message>
        <source>The windows change no settings.</source>
        <translation>Las ventanas no cambian ajustes.</translation>
    </message>
    <message>
        <source>Their trouble explains this one&apos;s.</source>
        <translation>Sus problemas explican los de este.</translation>
    </message>
    <message>
        <source>Then it is told in time when the audience outgrows it.</source>
        <translation>Así se avisa a tiempo cuando la audiencia lo supera.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Tiempo límite</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zona horaria</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Para</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Token address</source>
        <translation>Dirección del token</translation>
    </message>
    <message>
        <source>Told again every</source>
        <translation>Se repite cada</translation>
    </message>
    <message>
        <source>Unencrypted too</source>
        <translation>También sin cifrar</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Hasta</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>User and password</source>
        <translation>Usuario y contraseña</translation>
    </message>
    <message>
        <source>Value in the answer</source>
        <translation>Valor en la respuesta</translation>
    </message>
    <message>
        <source>Values of the label “severity”; others are a warning.</source>
        <translation>Valores de la etiqueta «severity»; los demás son un aviso.</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Wait for an answer</source>
        <translation>Esperar respuesta</translation>
    </message>
    <message>
        <source>Warning above</source>
        <translation>Aviso por encima de</translation>
    </message>
    <message>
        <source>Warning below</source>
        <translation>Aviso por debajo de</translation>
    </message>
    <message>
        <source>Watched</source>
        <translation>Vigilado</translation>
    </message>
    <message>
        <source>Web page (HTML)</source>
        <translation>Página web (HTML)</translation>
    </message>
    <message>
        <source>What is asked</source>
        <translation>Qué se pregunta</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>Para qué sirve</translation>
    </message>
    <message>
        <source>What it means that the query finds no series.</source>
        <translation>Qué significa que la consulta no encuentre ninguna serie.</translation>
    </message>
    <message>
        <source>What the body&apos;s “system” says.</source>
        <translation>Lo que dice «system» en el cuerpo.</translation>
    </message>
    <message>
        <source>Where it is installed; only ever read.</source>
        <translation>Donde está instalada; solo se lee.</translation>
    </message>
    <message>
        <source>Where nothing is found</source>
        <translation>Si no se encuentra nada</translation>
    </message>
    <message>
        <source>Where the answer is one.</source>
        <translation>Si la respuesta es uno.</translation>
    </message>
    <message>
        <source>Where they arrive</source>
        <translation>Adónde llegan</translation>
    </message>
    <message>
        <source>Where this computer is off then, it is written once Porchlight runs again.</source>
        <translation>Si el ordenador está apagado entonces, se escribe cuando Porchlight vuelva a funcionar.</translation>
    </message>
    <message>
        <source>Whether it is checked at all.</source>
        <translation>Si se comprueba o no.</translation>
    </message>
    <message>
        <source>While it fires and nobody has acknowledged it.</source>
        <translation>Mientras dure y nadie la haya confirmado.</translation>
    </message>
    <message>
        <source>While it fires: Alertmanager forgets what it does not hear of.</source>
        <translation>Mientras dure: Alertmanager olvida lo que no se le repite.</translation>
    </message>
    <message>
        <source>With places such as {component.name} or {summary.errors}.</source>
        <translation>Con huecos como {component.name} o {summary.errors}.</translation>
    </message>
    <message>
        <source>Without a password; that goes into the keyring.</source>
        <translation>Sin contraseña; esa va al llavero.</translation>
    </message>
    <message>
        <source>Words for grouping, with commas between them.</source>
        <translation>Palabras para agrupar, separadas por comas.</translation>
    </message>
    <message>
        <source>Write it every week</source>
        <translation>Escribirlo cada semana</translation>
    </message>
    <message>
        <source>all since the start</source>
        <translation>todo desde el inicio</translation>
    </message>
    <message>
        <source>as for all</source>
        <translation>como todos</translation>
    </message>
    <message>
        <source>as the receiver wants</source>
        <translation>como quiera el receptor</translation>
    </message>
    <message>
        <source>at</source>
        <translation>a las</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>enseguida</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>contiene</translation>
    </message>
    <message>
        <source>does not equal</source>
        <translation>no es igual a</translation>
    </message>
    <message>
        <source>equals</source>
        <translation>es igual a</translation>
    </message>
    <message>
        <source>is at least</source>
        <translation>es al menos</translation>
    </message>
    <message>
        <source>is at most</source>
        <translation>es como mucho</translation>
    </message>
    <message>
        <source>is greater than</source>
        <translation>es mayor que</translation>
    </message>
    <message>
        <source>is less than</source>
        <translation>es menor que</translation>
    </message>
    <message>
        <source>matches the pattern</source>
        <translation>cumple el patrón</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>system, none, or an address such as http://proxy:3128.</source>
        <translation>system, none o una dirección como http://proxy:3128.</translation>
    </message>
    <message>
        <source>time</source>
        <translation>hora</translation>
    </message>
    <message>
        <source>what is new</source>
        <translation>lo nuevo</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n día</numerusform>
            <numerusform>%n días</numerusform>
        </translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <source>Goes into the keyring, is never shown again</source>
        <translation>Va al llavero y no se vuelve a mostrar</translation>
    </message>
    <message>
        <source>Key or password</source>
        <translation>Clave o contraseña</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>Más ajustes</translation>
    </message>
    <message>
        <source>This is needed.</source>
        <translation>Esto hace falta.</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>Another data folder is chosen at the start, with --data-dir or PORCHLIGHT_DATA_DIR.</source>
        <translation>Otra carpeta de datos se elige al iniciar, con --data-dir o PORCHLIGHT_DATA_DIR.</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Comprobaciones</translation>
    </message>
    <message>
        <source>General</source>
        <translation>General</translation>
    </message>
    <message>
        <source>History and log</source>
        <translation>Historial y registro</translation>
    </message>
    <message>
        <source>How everything was, on a few pages that a director can read.</source>
        <translation>Cómo estuvo todo, en unas páginas que la dirección puede leer.</translation>
    </message>
    <message>
        <source>Newer releases</source>
        <translation>Versiones más recientes</translation>
    </message>
    <message>
        <source>One of you sets up, the others take it over. Credentials stay where they are.</source>
        <translation>Uno configura, los demás lo toman. Las credenciales se quedan donde están.</translation>
    </message>
    <message>
        <source>Porchlight tells of a newer release and never installs one.</source>
        <translation>Porchlight avisa de una versión más reciente y nunca instala ninguna.</translation>
    </message>
    <message>
        <source>Programs on this computer can tell of runs of their jobs over HTTP. They need a token for it: “porchlight ingest token” makes one.</source>
        <translation>Los programas de este equipo pueden comunicar por HTTP las ejecuciones de sus tareas. Para ello necesitan un token: «porchlight ingest token» crea uno.</translation>
    </message>
    <message>
        <source>Runs told by programs</source>
        <translation>Ejecuciones comunicadas por programas</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Guardado.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Settings for colleagues</source>
        <translation>Ajustes para colegas</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Start when I log in</source>
        <translation>Abrir al iniciar sesión</translation>
    </message>
    <message>
        <source>The settings file was changed meanwhile. What you see here is not what it says.</source>
        <translation>El archivo de ajustes cambió entretanto. Lo que ve aquí no es lo que dice.</translation>
    </message>
    <message>
        <source>This system did not let us change what starts at login.</source>
        <translation>Este sistema no nos dejó cambiar lo que se abre al iniciar sesión.</translation>
    </message>
    <message>
        <source>Weekly report</source>
        <translation>Informe semanal</translation>
    </message>
    <message>
        <source>Where things are</source>
        <translation>Dónde están las cosas</translation>
    </message>
    <message>
        <source>none: this is the demo</source>
        <translation>ninguno: esto es la demostración</translation>
    </message>
</context>
<context>
    <name>GuideWindow</name>
    <message>
        <source>A demo with services that are made up. Nothing of yours is touched.</source>
        <translation>Una demostración con servicios inventados. No se toca nada suyo.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Donation page, Classy, Mailchimp, database … Each is tried out before it is kept.</source>
        <translation>Página de donación, Classy, Mailchimp, base de datos … Cada uno se prueba antes de guardarlo.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Everything that it works with is taken over from its folder, shown to you first.</source>
        <translation>Todo con lo que trabaja se incorpora desde su carpeta; antes se le muestra.</translation>
    </message>
    <message>
        <source>I use Classy Sync</source>
        <translation>Uso Classy Sync</translation>
    </message>
    <message>
        <source>It watches the systems that carry your gifts, says which one is not well, why, and what to do. It only ever reads, and what it learns stays on this computer.</source>
        <translation>Vigila los sistemas que llevan sus donaciones, dice cuál no está bien, por qué y qué hacer. Solo lee, y lo que aprende se queda en este equipo.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Look around first</source>
        <translation>Primero echar un vistazo</translation>
    </message>
    <message>
        <source>Search what can be watched</source>
        <translation>Buscar qué se puede vigilar</translation>
    </message>
    <message>
        <source>Search, such as mail, Stripe or disk</source>
        <translation>Buscar, como correo, Stripe o disco</translation>
    </message>
    <message>
        <source>Set up what I use</source>
        <translation>Configurar lo que uso</translation>
    </message>
    <message>
        <source>Start when I log in</source>
        <translation>Abrir al iniciar sesión</translation>
    </message>
    <message>
        <source>That is all</source>
        <translation>Eso es todo</translation>
    </message>
    <message>
        <source>The light is on.</source>
        <translation>La luz está encendida.</translation>
    </message>
    <message>
        <source>This system did not let us change what starts at login.</source>
        <translation>Este sistema no nos dejó cambiar lo que se abre al iniciar sesión.</translation>
    </message>
    <message>
        <source>Watched so far: %1.</source>
        <translation>Vigilado hasta ahora: %1.</translation>
    </message>
    <message>
        <source>Welcome – Porchlight</source>
        <translation>Bienvenida – Porchlight</translation>
    </message>
    <message>
        <source>Welcome. This is a light that is left on.</source>
        <translation>Le damos la bienvenida. Esta es una luz que queda encendida.</translation>
    </message>
    <message>
        <source>What should be watched?</source>
        <translation>¿Qué hay que vigilar?</translation>
    </message>
    <message>
        <source>You find it in the tray of your desktop: green when all is well, and with another colour and shape when something needs you. A click says what.</source>
        <translation>La encontrará en la bandeja de su escritorio: verde cuando todo va bien, y con otro color y otra forma cuando algo le necesita. Un clic dice qué.</translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message>
        <source>Add all of it</source>
        <translation>Añadirlo todo</translation>
    </message>
    <message>
        <source>All of it is here already.</source>
        <translation>Todo está ya aquí.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Elegir …</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Into the keyring: %1.</source>
        <translation>Al llavero: %1.</translation>
    </message>
    <message>
        <source>Its database, organisations, Mailchimp, log and daemon are watched then. Nothing is changed there.</source>
        <translation>Se vigilan entonces su base de datos, organizaciones, Mailchimp, registro y servicio. Allí no se cambia nada.</translation>
    </message>
    <message>
        <source>Its webhook, as a channel for alerts</source>
        <translation>Su webhook, como canal de alertas</translation>
    </message>
    <message>
        <source>Take over Classy Sync</source>
        <translation>Incorporar Classy Sync</translation>
    </message>
    <message>
        <source>Take the organisations&apos; Classy credentials too; they go into the keyring</source>
        <translation>Tomar también las credenciales de Classy de las organizaciones; van al llavero</translation>
    </message>
    <message>
        <source>The demo&apos;s settings cannot be changed.</source>
        <translation>Los ajustes de la demostración no se pueden cambiar.</translation>
    </message>
    <message>
        <source>The folder of Classy Sync</source>
        <translation>La carpeta de Classy Sync</translation>
    </message>
    <message>
        <source>The folder that Classy Sync is installed in</source>
        <translation>La carpeta en la que está instalado Classy Sync</translation>
    </message>
    <message>
        <source>“%1” is told to its webhook too</source>
        <translation>«%1» se avisa también a su webhook</translation>
    </message>
</context>
<context>
    <name>Incidents</name>
    <message numerus="yes">
        <source>%n earlier …</source>
        <translation>
            <numerusform>%n anterior …</numerusform>
            <numerusform>%n anteriores …</numerusform>
        </translation>
    </message>
    <message>
        <source>Click for what happened when</source>
        <translation>Haga clic para ver qué pasó y cuándo</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>Ninguno.</translation>
    </message>
</context>
<context>
    <name>Insight</name>
    <message>
        <source>%1 a week</source>
        <translation>%1 por semana</translation>
    </message>
    <message>
        <source>%1 was not checked yet</source>
        <translation>%1 aún no se ha comprobado</translation>
    </message>
    <message>
        <source>%1: calls</source>
        <translation>%1: llamadas</translation>
    </message>
    <message>
        <source>%1: connections</source>
        <translation>%1: conexiones</translation>
    </message>
    <message>
        <source>%1: contacts of the plan</source>
        <translation>%1: contactos del plan</translation>
    </message>
    <message>
        <source>%1: missing supporters</source>
        <translation>%1: donantes que faltan</translation>
    </message>
    <message>
        <source>%1: room</source>
        <translation>%1: espacio</translation>
    </message>
    <message>
        <source>%1: time between its runs</source>
        <translation>%1: tiempo entre sus ejecuciones</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n día</numerusform>
            <numerusform>%n días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <translation>
            <numerusform>%n semana</numerusform>
            <numerusform>%n semanas</numerusform>
        </translation>
    </message>
    <message>
        <source>Archive contacts that you do not write to any more, or choose the next plan in time.</source>
        <translation>Archive los contactos a los que ya no escribe, o elija a tiempo el plan siguiente.</translation>
    </message>
    <message>
        <source>Ask whoever runs it to raise the limit, or to use less.</source>
        <translation>Pida a quien lo lleva que suba el límite o que use menos.</translation>
    </message>
    <message>
        <source>Ask whoever runs it what happens at those times. If nobody notices, let it be confirmed more often (confirmations).</source>
        <translation>Pregunte a quien lo lleva qué pasa a esas horas. Si nadie lo nota, haga que se confirme más veces (confirmations).</translation>
    </message>
    <message>
        <source>At its busiest it used {level}. {foreseen}</source>
        <translation>En su momento de más uso ocupó {level}. {foreseen}</translation>
    </message>
    <message>
        <source>At its busiest {share} of them were used. {foreseen}</source>
        <translation>En su momento de más uso se gastó el {share}. {foreseen}</translation>
    </message>
    <message>
        <source>At this growth there is room for more than two years.</source>
        <translation>Con este crecimiento hay sitio para más de dos años.</translation>
    </message>
    <message>
        <source>At this growth {event} around {day} (between {early} and {late}).</source>
        <translation>Con este crecimiento {event} hacia el {day} (entre el {early} y el {late}).</translation>
    </message>
    <message>
        <source>At this growth {event} around {day} (not before {early}, and perhaps never).</source>
        <translation>Con este crecimiento {event} hacia el {day} (no antes del {early}, y quizá nunca).</translation>
    </message>
    <message>
        <source>At this growth {event} around {day}.</source>
        <translation>Con este crecimiento {event} hacia el {day}.</translation>
    </message>
    <message>
        <source>Clear out what nobody needs, or have the disk made larger, before programs cannot write any more.</source>
        <translation>Elimine lo que nadie necesita o haga ampliar el disco, antes de que los programas ya no puedan escribir.</translation>
    </message>
    <message>
        <source>Have the disk made larger or old rows archived, before the sync cannot write any more.</source>
        <translation>Haga ampliar el disco o archivar registros antiguos antes de que la sincronización no pueda escribir más.</translation>
    </message>
    <message>
        <source>If that is fast enough for you, raise slow_limit; else ask whoever runs it to make it faster.</source>
        <translation>Si le basta esa rapidez, suba slow_limit; si no, pida a quien lo lleva que lo haga más rápido.</translation>
    </message>
    <message>
        <source>It answers slowly.</source>
        <translation>Responde despacio.</translation>
    </message>
    <message>
        <source>It answers, but not as it should.</source>
        <translation>Responde, pero no como debería.</translation>
    </message>
    <message>
        <source>It cannot be told whose fault it is: {because}</source>
        <translation>No se puede saber de quién es: {because}</translation>
    </message>
    <message>
        <source>It did {rate} items a second in the last {span}; usual are {usual}.</source>
        <translation>Hizo {rate} elementos por segundo en los últimos {span}; lo habitual son {usual}.</translation>
    </message>
    <message>
        <source>It does not answer in time.</source>
        <translation>No responde a tiempo.</translation>
    </message>
    <message>
        <source>It does not grow.</source>
        <translation>No crece.</translation>
    </message>
    <message>
        <source>It does not let this computer in.</source>
        <translation>No deja entrar a este equipo.</translation>
    </message>
    <message>
        <source>It failed and recovered {count} times in the last {span}, for {lasted} at a time as a rule.</source>
        <translation>Falló y se recuperó {count} veces en los últimos {span}, por lo general durante {lasted} cada vez.</translation>
    </message>
    <message>
        <source>It fired {count} times in the last {span} and was over after {lasted} as a rule.</source>
        <translation>Se activó {count} veces en los últimos {span} y por lo general terminó tras {lasted}.</translation>
    </message>
    <message>
        <source>It has {level} contacts. {foreseen}</source>
        <translation>Tiene {level} contactos. {foreseen}</translation>
    </message>
    <message>
        <source>It holds {level}. {foreseen}</source>
        <translation>Ocupa {level}. {foreseen}</translation>
    </message>
    <message>
        <source>It is at {level}. {foreseen}</source>
        <translation>Está en {level}. {foreseen}</translation>
    </message>
    <message>
        <source>It is not known whether new ones reach {goes_to} ({trouble}).</source>
        <translation>No se sabe si los nuevos llegan a {goes_to} ({trouble}).</translation>
    </message>
    <message>
        <source>It is the vendor: {because}</source>
        <translation>Es el proveedor: {because}</translation>
    </message>
    <message>
        <source>It is your computer: {because}</source>
        <translation>Es su equipo: {because}</translation>
    </message>
    <message>
        <source>It is your key or quota: {because}</source>
        <translation>Es su clave o su cupo: {because}</translation>
    </message>
    <message>
        <source>It is your network: {because}</source>
        <translation>Es su red: {because}</translation>
    </message>
    <message>
        <source>It is your settings: {because}</source>
        <translation>Son sus ajustes: {because}</translation>
    </message>
    <message>
        <source>It needs {level} between its runs. {foreseen}</source>
        <translation>Necesita {level} entre sus ejecuciones. {foreseen}</translation>
    </message>
    <message>
        <source>It refused or held up checks {count} times in the last {span}.</source>
        <translation>Rechazó o retuvo comprobaciones {count} veces en los últimos {span}.</translation>
    </message>
    <message>
        <source>It takes {level}. {foreseen}</source>
        <translation>Ocupa {level}. {foreseen}</translation>
    </message>
    <message>
        <source>It worked {worked} of the last {span}: {count} interruptions, {lasted} in all.</source>
        <translation>Funcionó el {worked} de los últimos {span}: {count} interrupciones, {lasted} en total.</translation>
    </message>
    <message>
        <source>Its computer does not react.</source>
        <translation>Su servidor no reacciona.</translation>
    </message>
    <message>
        <source>Its computer refuses connections.</source>
        <translation>Su servidor rechaza conexiones.</translation>
    </message>
    <message>
        <source>Its computer takes connections.</source>
        <translation>Su servidor acepta conexiones.</translation>
    </message>
    <message>
        <source>Its usual duration</source>
        <translation>Su duración habitual</translation>
    </message>
    <message>
        <source>Let it run less often, or let it read only what changed; two runs at once hold each other up.</source>
        <translation>Haga que se ejecute menos a menudo o que lea solo lo que cambió; dos ejecuciones a la vez se estorban.</translation>
    </message>
    <message>
        <source>Let it start at login (Settings → General), or run it on a computer that is always on.</source>
        <translation>Haga que se inicie al entrar (Ajustes → General), o téngalo en un equipo que esté siempre encendido.</translation>
    </message>
    <message>
        <source>Let its condition hold for longer before it fires (Settings → Rules): you can see there what it would have done.</source>
        <translation>Haga que su condición dure más antes de activarse (Ajustes → Reglas): allí puede ver qué habría hecho.</translation>
    </message>
    <message>
        <source>Let the sync and other programs that share the key ask less often, or have the allowance raised.</source>
        <translation>Haga que la sincronización y otros programas con la misma clave pregunten menos, o que se amplíe el cupo.</translation>
    </message>
    <message>
        <source>Let the sync ask in larger pages or less often, or have the allowance raised.</source>
        <translation>Haga que la sincronización pida páginas más grandes o con menos frecuencia, o que se amplíe el cupo.</translation>
    </message>
    <message>
        <source>Look into its log at those times; if it is always the same hour, see what else runs then.</source>
        <translation>Mire su registro a esas horas; si es siempre la misma hora, vea qué más se ejecuta entonces.</translation>
    </message>
    <message>
        <source>Look into the sync&apos;s log (“mailchimp”) for addresses that are turned away, before your letters miss many.</source>
        <translation>Busque en el registro de la sincronización («mailchimp») direcciones rechazadas, antes de que sus correos no lleguen a muchos.</translation>
    </message>
    <message>
        <source>Make room on this disk, or keep single results for a shorter time (Settings → General).</source>
        <translation>Haga sitio en este disco, o guarde los resultados sueltos menos tiempo (Ajustes → General).</translation>
    </message>
    <message>
        <source>More and more supporters are missing in the audience of {name}.</source>
        <translation>Cada vez faltan más donantes en la audiencia de {name}.</translation>
    </message>
    <message>
        <source>New ones do not reach {goes_to}: {trouble}.</source>
        <translation>Los nuevos no llegan a {goes_to}: {trouble}.</translation>
    </message>
    <message>
        <source>New ones reach {goes_to} late: {trouble}.</source>
        <translation>Los nuevos llegan tarde a {goes_to}: {trouble}.</translation>
    </message>
    <message>
        <source>New ones reach {goes_to}.</source>
        <translation>Los nuevos llegan a {goes_to}.</translation>
    </message>
    <message>
        <source>No calls are left.</source>
        <translation>No quedan llamadas.</translation>
    </message>
    <message>
        <source>No secure connection came about.</source>
        <translation>No se logró una conexión segura.</translation>
    </message>
    <message>
        <source>No way leads to its computer.</source>
        <translation>Ningún camino lleva a su servidor.</translation>
    </message>
    <message>
        <source>Nobody watched for much of the time.</source>
        <translation>Durante buena parte del tiempo nadie vigiló.</translation>
    </message>
    <message>
        <source>Not every alert reaches the channel {name}.</source>
        <translation>No todas las alertas llegan al canal {name}.</translation>
    </message>
    <message>
        <source>Nothing can be foreseen yet: that takes two weeks with measurements on ten days.</source>
        <translation>Aún no se puede prever nada: hacen falta dos semanas con medidas en diez días.</translation>
    </message>
    <message>
        <source>Nothing is needed today; if it goes on, ask whoever runs it.</source>
        <translation>Hoy no hace falta nada; si continúa, pregunte a quien lo lleva.</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>Porchlight ran for {share} of the last {span} on this computer.</source>
        <translation>Porchlight funcionó el {share} de los últimos {span} en este equipo.</translation>
    </message>
    <message>
        <source>Porchlight&apos;s history</source>
        <translation>El historial de Porchlight</translation>
    </message>
    <message>
        <source>Porchlight&apos;s history fills its disk</source>
        <translation>el historial de Porchlight llena su disco</translation>
    </message>
    <message>
        <source>Porchlight&apos;s history fills its disk.</source>
        <translation>El historial de Porchlight llena su disco.</translation>
    </message>
    <message>
        <source>See what else uses its database or the vendor&apos;s API at that time.</source>
        <translation>Vea qué más usa su base de datos o la API del proveedor a esa hora.</translation>
    </message>
    <message>
        <source>See which programs hold connections open, or have max_connections raised.</source>
        <translation>Vea qué programas mantienen conexiones abiertas, o haga subir max_connections.</translation>
    </message>
    <message>
        <source>Send a test (Settings → Channels); the outbox says why each one failed and sends it again.</source>
        <translation>Envíe una prueba (Ajustes → Canales); la bandeja de salida dice por qué falló cada uno y lo envía de nuevo.</translation>
    </message>
    <message>
        <source>Soon</source>
        <translation>Pronto</translation>
    </message>
    <message>
        <source>The account is not let in.</source>
        <translation>No se deja entrar a la cuenta.</translation>
    </message>
    <message>
        <source>The audience of {name} outgrows its plan.</source>
        <translation>La audiencia de {name} supera su plan.</translation>
    </message>
    <message>
        <source>The calls that {name} allows run out.</source>
        <translation>Las llamadas que permite {name} se agotan.</translation>
    </message>
    <message>
        <source>The certificate comes from somebody whom this computer does not trust.</source>
        <translation>El certificado viene de alguien en quien este equipo no confía.</translation>
    </message>
    <message>
        <source>The certificate has expired.</source>
        <translation>El certificado ha caducado.</translation>
    </message>
    <message>
        <source>The certificate is for another name.</source>
        <translation>El certificado es para otro nombre.</translation>
    </message>
    <message>
        <source>The certificate is not valid yet.</source>
        <translation>El certificado aún no es válido.</translation>
    </message>
    <message>
        <source>The certificate is right.</source>
        <translation>El certificado es correcto.</translation>
    </message>
    <message>
        <source>The connections of {name} run out.</source>
        <translation>Las conexiones de {name} se agotan.</translation>
    </message>
    <message>
        <source>The credential is refused.</source>
        <translation>La credencial es rechazada.</translation>
    </message>
    <message>
        <source>The internet can be reached.</source>
        <translation>Se llega a internet.</translation>
    </message>
    <message>
        <source>The internet cannot be reached.</source>
        <translation>No se llega a internet.</translation>
    </message>
    <message>
        <source>The limit is reached already.</source>
        <translation>El límite ya se ha alcanzado.</translation>
    </message>
    <message>
        <source>The limit of {name} does not fit it.</source>
        <translation>El límite de {name} no le va bien.</translation>
    </message>
    <message>
        <source>The name is known.</source>
        <translation>El nombre se conoce.</translation>
    </message>
    <message>
        <source>The name is known: {host}.</source>
        <translation>El nombre se conoce: {host}.</translation>
    </message>
    <message>
        <source>The name is not known.</source>
        <translation>El nombre no se conoce.</translation>
    </message>
    <message>
        <source>The name is not known: {host}.</source>
        <translation>El nombre no se conoce: {host}.</translation>
    </message>
    <message>
        <source>The name server did not answer.</source>
        <translation>El servidor de nombres no respondió.</translation>
    </message>
    <message>
        <source>The network shows a sign-in page of its own.</source>
        <translation>La red muestra su propia página de acceso.</translation>
    </message>
    <message>
        <source>The room of {name} runs out.</source>
        <translation>El espacio de {name} se agota.</translation>
    </message>
    <message>
        <source>The rule “{name}” speaks up more often than it helps.</source>
        <translation>La regla «{name}» avisa más de lo que ayuda.</translation>
    </message>
    <message>
        <source>The way goes through a proxy, so that it cannot be looked at.</source>
        <translation>El camino pasa por un proxy, así que no se puede mirar.</translation>
    </message>
    <message>
        <source>There is no credential on this computer.</source>
        <translation>No hay credencial en este equipo.</translation>
    </message>
    <message>
        <source>This computer is connected to no network.</source>
        <translation>Este equipo no está conectado a ninguna red.</translation>
    </message>
    <message>
        <source>When there is time</source>
        <translation>Cuando haya tiempo</translation>
    </message>
    <message>
        <source>it has no network connection.</source>
        <translation>no tiene conexión de red.</translation>
    </message>
    <message>
        <source>it wants somebody to sign in first.</source>
        <translation>quiere que alguien inicie sesión primero.</translation>
    </message>
    <message>
        <source>it was reached at once, and did not answer.</source>
        <translation>se llegó enseguida, y no respondió.</translation>
    </message>
    <message>
        <source>it was reached at once, and took long to answer.</source>
        <translation>se llegó enseguida, y tardó en responder.</translation>
    </message>
    <message>
        <source>it was reached, and its own answer says that something is wrong.</source>
        <translation>se llegó, y su propia respuesta dice que algo va mal.</translation>
    </message>
    <message>
        <source>its certificate is not right, for anybody.</source>
        <translation>su certificado no es correcto, para nadie.</translation>
    </message>
    <message>
        <source>its computer is there, the service on it is not.</source>
        <translation>su servidor está, el servicio no.</translation>
    </message>
    <message>
        <source>its name is not known any more, while others are.</source>
        <translation>su nombre ya no se conoce, y otros sí.</translation>
    </message>
    <message>
        <source>its name server does not answer.</source>
        <translation>su servidor de nombres no responde.</translation>
    </message>
    <message>
        <source>more supporters are missing in the audience of {name} than the {limit} that you allow</source>
        <translation>en la audiencia de {name} faltan más donantes que los {limit} que usted permite</translation>
    </message>
    <message>
        <source>no computer of this name was ever found; look for a typing error.</source>
        <translation>nunca se encontró un servidor con este nombre; busque un error al escribir.</translation>
    </message>
    <message>
        <source>nothing at this address ever answered as it should; look whether it is the right one.</source>
        <translation>en esta dirección nada respondió nunca como debe; mire si es la correcta.</translation>
    </message>
    <message>
        <source>nothing on the internet can be reached from here.</source>
        <translation>desde aquí no se llega a nada en internet.</translation>
    </message>
    <message>
        <source>the audience of {name} outgrows the {limit} contacts of its plan</source>
        <translation>la audiencia de {name} supera los {limit} contactos de su plan</translation>
    </message>
    <message>
        <source>the certificate is not valid yet, so its clock is probably wrong.</source>
        <translation>el certificado aún no es válido, así que su reloj probablemente está mal.</translation>
    </message>
    <message>
        <source>the check itself failed here, before anybody was asked.</source>
        <translation>la comprobación misma falló aquí, antes de preguntar a nadie.</translation>
    </message>
    <message>
        <source>the file is not where the settings say, or its disk does not read properly.</source>
        <translation>el archivo no está donde dicen los ajustes, o su disco no se lee bien.</translation>
    </message>
    <message>
        <source>the internet can be reached, its computer cannot.</source>
        <translation>se llega a internet, a su servidor no.</translation>
    </message>
    <message>
        <source>the internet can be reached, this service never could; a firewall or a missing VPN does that.</source>
        <translation>se llega a internet, a este servicio nunca se pudo; eso hace un cortafuegos o una VPN que falta.</translation>
    </message>
    <message>
        <source>the service is one of the local network and does not work.</source>
        <translation>el servicio es de la red local y no funciona.</translation>
    </message>
    <message>
        <source>the service runs on it and does not work.</source>
        <translation>el servicio está en él y no funciona.</translation>
    </message>
    <message>
        <source>the service takes the check for a robot and says nothing else.</source>
        <translation>el servicio toma la comprobación por un robot y no dice nada más.</translation>
    </message>
    <message>
        <source>the service was reached and does not let this computer&apos;s address in.</source>
        <translation>se llegó al servicio y no deja entrar a la dirección de este equipo.</translation>
    </message>
    <message>
        <source>the service was reached and has no calls left for this key.</source>
        <translation>se llegó al servicio y no le quedan llamadas para esta clave.</translation>
    </message>
    <message>
        <source>the service was reached and keeps the account out, whatever its credential.</source>
        <translation>se llegó al servicio y no deja entrar a la cuenta, sea cual sea su credencial.</translation>
    </message>
    <message>
        <source>the service was reached and refused the credential.</source>
        <translation>se llegó al servicio y rechazó la credencial.</translation>
    </message>
    <message>
        <source>the steps below do not say it.</source>
        <translation>los pasos de abajo no lo dicen.</translation>
    </message>
    <message>
        <source>there is no credential to ask with.</source>
        <translation>no hay credencial con la que preguntar.</translation>
    </message>
    <message>
        <source>they are not right, so nobody could be asked.</source>
        <translation>no son correctos, así que no se pudo preguntar a nadie.</translation>
    </message>
    <message>
        <source>this computer does not trust who issued the certificate; either your network looks into connections, or the certificate is wrong.</source>
        <translation>este equipo no confía en quien emitió el certificado; o su red mira dentro de las conexiones, o el certificado está mal.</translation>
    </message>
    <message>
        <source>{failed} of {count} messages of the last {span} did not arrive.</source>
        <translation>{failed} de {count} mensajes de los últimos {span} no llegaron.</translation>
    </message>
    <message>
        <source>{failed} of {count} runs of the last {span} failed.</source>
        <translation>{failed} de {count} ejecuciones de los últimos {span} fallaron.</translation>
    </message>
    <message>
        <source>{growth}</source>
        <translation>{growth}</translation>
    </message>
    <message>
        <source>{level} that you allow are missing. {foreseen}</source>
        <translation>Faltan {level} que usted permite. {foreseen}</translation>
    </message>
    <message>
        <source>{measure} of {name} reaches its limit of {limit}</source>
        <translation>{measure} de {name} llega a su límite de {limit}</translation>
    </message>
    <message>
        <source>{measure} of {name} runs against its limit.</source>
        <translation>{measure} de {name} se acerca a su límite.</translation>
    </message>
    <message>
        <source>{name} comes and goes.</source>
        <translation>{name} va y viene.</translation>
    </message>
    <message>
        <source>{name} fails too often.</source>
        <translation>{name} falla demasiado.</translation>
    </message>
    <message>
        <source>{name} fills its {limit}</source>
        <translation>{name} llena sus {limit}</translation>
    </message>
    <message>
        <source>{name} fills the {limit} that it may grow to</source>
        <translation>{name} llena los {limit} hasta los que puede crecer</translation>
    </message>
    <message>
        <source>{name} fills up.</source>
        <translation>{name} se llena.</translation>
    </message>
    <message>
        <source>{name} gets slower.</source>
        <translation>{name} se vuelve más lento.</translation>
    </message>
    <message>
        <source>{name} is not well.</source>
        <translation>{name} no está bien.</translation>
    </message>
    <message>
        <source>{name} is often asked too much.</source>
        <translation>A {name} se le pide demasiado a menudo.</translation>
    </message>
    <message>
        <source>{name} is slower than usual.</source>
        <translation>{name} va más lento que de costumbre.</translation>
    </message>
    <message>
        <source>{name} needs all of its {limit} connections</source>
        <translation>{name} necesita todas sus {limit} conexiones</translation>
    </message>
    <message>
        <source>{name} takes longer than the {limit} between its runs</source>
        <translation>{name} tarda más que los {limit} entre sus ejecuciones</translation>
    </message>
    <message>
        <source>{name} uses up all calls that it allows</source>
        <translation>{name} agota todas las llamadas que permite</translation>
    </message>
    <message>
        <source>{name} was down too often.</source>
        <translation>{name} estuvo caído demasiado a menudo.</translation>
    </message>
    <message>
        <source>{name} will not be done in time.</source>
        <translation>{name} no terminará a tiempo.</translation>
    </message>
    <message>
        <source>{said} ({took})</source>
        <translation>{said} ({took})</translation>
    </message>
    <message>
        <source>{sentence} It has lasted for {lasted}.</source>
        <translation>{sentence} Dura ya {lasted}.</translation>
    </message>
    <message>
        <source>{share} of its answers of the last {span} were not quite well, while most take {usual} and your limit is {limit}.</source>
        <translation>El {share} de sus respuestas de los últimos {span} no estuvo del todo bien; la mayoría tarda {usual} y su límite es {limit}.</translation>
    </message>
    <message>
        <source>{step}</source>
        <translation>{step}</translation>
    </message>
    <message>
        <source>{trouble} since {moment}</source>
        <translation>{trouble} desde {moment}</translation>
    </message>
    <message>
        <source>{what} can be taken and reach {goes_to}.</source>
        <translation>{what}: se pueden recibir y llegan a {goes_to}.</translation>
    </message>
    <message>
        <source>{what} can be taken, but not as they should: {trouble}.</source>
        <translation>{what}: se pueden recibir, pero no como deberían: {trouble}.</translation>
    </message>
    <message>
        <source>{what} can be taken.</source>
        <translation>{what}: se pueden recibir.</translation>
    </message>
    <message>
        <source>{what} cannot be taken: {trouble}.</source>
        <translation>{what}: no se pueden recibir: {trouble}.</translation>
    </message>
    <message>
        <source>{what} fell {percent} a week for {span} ({began} → {ended} {unit}).</source>
        <translation>{what} bajó un {percent} por semana durante {span} ({began} → {ended} {unit}).</translation>
    </message>
    <message>
        <source>{what} grew {percent} a week for {span} ({began} → {ended} {unit}).</source>
        <translation>{what} creció un {percent} por semana durante {span} ({began} → {ended} {unit}).</translation>
    </message>
    <message>
        <source>{what} shows no clear trend over {span}.</source>
        <translation>{what} no muestra una tendencia clara en {span}.</translation>
    </message>
    <message>
        <source>{what} shows no trend yet: that takes two weeks with measurements on ten days.</source>
        <translation>{what} aún no muestra tendencia: hacen falta dos semanas con medidas en diez días.</translation>
    </message>
    <message>
        <source>{what} went down by {percent} at once, around {day}, and has stayed there.</source>
        <translation>{what} bajó de golpe un {percent}, hacia el {day}, y ahí se ha quedado.</translation>
    </message>
    <message>
        <source>{what} went up by {percent} at once, around {day}, and has stayed there.</source>
        <translation>{what} subió de golpe un {percent}, hacia el {day}, y ahí se ha quedado.</translation>
    </message>
    <message>
        <source>{what}: it is not known whether they can be taken ({trouble}).</source>
        <translation>{what}: no se sabe si se pueden recibir ({trouble}).</translation>
    </message>
</context>
<context>
    <name>Kinds</name>
    <message>
        <source>A job of yours that tells of its runs; its silence is what is noticed.</source>
        <translation>Una tarea suya que informa de sus ejecuciones; se nota cuando calla.</translation>
    </message>
    <message>
        <source>All endpoints that it watches.</source>
        <translation>Todos los puntos que vigila.</translation>
    </message>
    <message>
        <source>All that it watches, by its metrics or a status page.</source>
        <translation>Todo lo que vigila, por sus métricas o una página de estado.</translation>
    </message>
    <message>
        <source>As JSON: %1</source>
        <translation>Como JSON: %1</translation>
    </message>
    <message>
        <source>Brought by a plug-in.</source>
        <translation>Lo trae un complemento.</translation>
    </message>
    <message>
        <source>Classy Sync</source>
        <translation>Classy Sync</translation>
    </message>
    <message>
        <source>Gifts, donors and websites</source>
        <translation>Donativos, donantes y sitios web</translation>
    </message>
    <message>
        <source>How much room is left, and when it will be full.</source>
        <translation>Cuánto espacio queda y cuándo se llenará.</translation>
    </message>
    <message>
        <source>How old the newest records are in the sync&apos;s database.</source>
        <translation>Qué edad tienen los registros más nuevos de la base de datos de la sincronización.</translation>
    </message>
    <message>
        <source>Its own memory, disk and history.</source>
        <translation>Su propia memoria, disco e historial.</translation>
    </message>
    <message>
        <source>Jobs, other monitors, vendors</source>
        <translation>Tareas, otros monitores, proveedores</translation>
    </message>
    <message>
        <source>MariaDB, MySQL, PostgreSQL or SQLite; only ever read.</source>
        <translation>MariaDB, MySQL, PostgreSQL o SQLite; solo se lee.</translation>
    </message>
    <message>
        <source>Network and mail</source>
        <translation>Red y correo</translation>
    </message>
    <message>
        <source>One query with thresholds; each of its series is looked at.</source>
        <translation>Una consulta con umbrales; se mira cada una de sus series.</translation>
    </message>
    <message>
        <source>Porchlight itself and plug-ins</source>
        <translation>Porchlight y complementos</translation>
    </message>
    <message>
        <source>Raiser&apos;s Edge NXT through the SKY API, by a consent of its own.</source>
        <translation>Raiser&apos;s Edge NXT por la API SKY, con un consentimiento propio.</translation>
    </message>
    <message>
        <source>Receipts and single letters (Mandrill): the key, and letters that wait.</source>
        <translation>Recibos y cartas sueltas (Mandrill): la clave y las cartas que esperan.</translation>
    </message>
    <message>
        <source>The API and the audience that your letters go to.</source>
        <translation>La API y la audiencia a la que van sus cartas.</translation>
    </message>
    <message>
        <source>The API that your sync reads gifts and supporters from.</source>
        <translation>La API de la que su sincronización lee donaciones y donantes.</translation>
    </message>
    <message>
        <source>The account&apos;s API and how much of the day&apos;s requests is used.</source>
        <translation>La API de la cuenta y cuántas llamadas del día se han usado.</translation>
    </message>
    <message>
        <source>The alerts that fire there.</source>
        <translation>Las alertas que están activas allí.</translation>
    </message>
    <message>
        <source>The jobs that report there, with a read-only key.</source>
        <translation>Las tareas que informan allí, con una clave de solo lectura.</translation>
    </message>
    <message>
        <source>The organisation&apos;s API and its limits: requests, e-mails, storage.</source>
        <translation>La API de la organización y sus límites: llamadas, correos, espacio.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>What HubSpot, Stripe and others say of themselves; it only informs.</source>
        <translation>Lo que HubSpot, Stripe y otros dicen de sí mismos; solo informa.</translation>
    </message>
    <message>
        <source>Whether PayPal answers and takes your application&apos;s credentials.</source>
        <translation>Si PayPal responde y acepta las credenciales de su aplicación.</translation>
    </message>
    <message>
        <source>Whether a certificate is trusted, and for how many days; of mail servers too.</source>
        <translation>Si un certificado es de confianza y por cuántos días; también el de servidores de correo.</translation>
    </message>
    <message>
        <source>Whether a computer answers, how fast, and how much is lost.</source>
        <translation>Si un equipo responde, con qué rapidez y cuánto se pierde.</translation>
    </message>
    <message>
        <source>Whether a mailbox can be opened; no mail is ever read.</source>
        <translation>Si se puede abrir un buzón; nunca se lee ningún correo.</translation>
    </message>
    <message>
        <source>Whether a name has the records that website and mail need.</source>
        <translation>Si un nombre tiene los registros que necesitan la web y el correo.</translation>
    </message>
    <message>
        <source>Whether a port takes connections; nothing is said to it.</source>
        <translation>Si un puerto acepta conexiones; no se le dice nada.</translation>
    </message>
    <message>
        <source>Whether card payments&apos; API answers and takes your key; no amount is kept.</source>
        <translation>Si la API de los pagos con tarjeta responde y acepta su clave; no se guarda ningún importe.</translation>
    </message>
    <message>
        <source>Whether it runs, and how much memory it takes.</source>
        <translation>Si está en marcha y cuánta memoria ocupa.</translation>
    </message>
    <message>
        <source>Whether mail can be handed in; none is ever sent.</source>
        <translation>Si se puede entregar correo; nunca se envía ninguno.</translation>
    </message>
    <message>
        <source>Whether supporters, gifts and plans are synced, by the sync&apos;s own log.</source>
        <translation>Si se sincronizan donantes, donativos y planes, según el registro de la sincronización.</translation>
    </message>
    <message>
        <source>Whether the API answers for your organisation.</source>
        <translation>Si la API responde para su organización.</translation>
    </message>
    <message>
        <source>Whether the API behind your donation form answers and takes your key.</source>
        <translation>Si la API de su formulario de donativos responde y acepta su clave.</translation>
    </message>
    <message>
        <source>Whether the audience knows the supporters who want letters.</source>
        <translation>Si la audiencia conoce a los donantes que quieren correos.</translation>
    </message>
    <message>
        <source>Whether the plug-ins of Porchlight load.</source>
        <translation>Si se cargan los complementos de Porchlight.</translation>
    </message>
    <message>
        <source>Whether the program that syncs is running.</source>
        <translation>Si funciona el programa que sincroniza.</translation>
    </message>
    <message>
        <source>Your donation page, or any address that should answer.</source>
        <translation>Su página de donación o cualquier dirección que deba responder.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n día</numerusform>
            <numerusform>%n días</numerusform>
        </translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Actividad</translation>
    </message>
    <message>
        <source>Add the systems that carry your gifts; each is tried out before it is kept.</source>
        <translation>Añada los sistemas que llevan sus donaciones; cada uno se prueba antes de guardarlo.</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alertas</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>Comprobando …</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>Componentes</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>Incidentes</translation>
    </message>
    <message>
        <source>Nothing is watched yet.</source>
        <translation>Aún no se vigila nada.</translation>
    </message>
    <message>
        <source>One by one</source>
        <translation>Uno por uno</translation>
    </message>
    <message>
        <source>Outlook</source>
        <translation>Perspectiva</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Paused until %1.</source>
        <translation>En pausa hasta %1.</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>Rendimiento</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Search components</source>
        <translation>Buscar componentes</translation>
    </message>
    <message>
        <source>Set up …</source>
        <translation>Configurar …</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>What fell together</source>
        <translation>Qué cayó a la vez</translation>
    </message>
</context>
<context>
    <name>NotNow</name>
    <message>
        <source>Acknowledged</source>
        <translation>Reconocida</translation>
    </message>
    <message>
        <source>Alerts silenced until %1</source>
        <translation>Alertas silenciadas hasta %1</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Terminar</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>%1 is no longer looked at</source>
        <translation>%1 ya no se observa</translation>
    </message>
    <message>
        <source>%1 is no longer watched</source>
        <translation>%1 ya no se vigila</translation>
    </message>
    <message>
        <source>%1 works again</source>
        <translation>%1 vuelve a funcionar</translation>
    </message>
    <message>
        <source>%1: over</source>
        <translation>%1: terminó</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) have ended</source>
        <translation>
            <numerusform>%n alerta ha terminado</numerusform>
            <numerusform>%n alertas han terminado</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n component(s) need attention</source>
        <translation>
            <numerusform>%n componente necesita atención</numerusform>
            <numerusform>%n componentes necesitan atención</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n component(s) work again</source>
        <translation>
            <numerusform>%n componente vuelve a funcionar</numerusform>
            <numerusform>%n componentes vuelven a funcionar</numerusform>
        </translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Reconocer</translation>
    </message>
    <message>
        <source>If you read this, alerts will reach you here. Nothing is wrong.</source>
        <translation>Si lee esto, las alertas le llegarán aquí. No pasa nada malo.</translation>
    </message>
    <message>
        <source>It took %1.</source>
        <translation>Duró %1.</translation>
    </message>
    <message>
        <source>Porchlight goes on as soon as the network is back.</source>
        <translation>Porchlight seguirá en cuanto vuelva la red.</translation>
    </message>
    <message>
        <source>Porchlight: a test</source>
        <translation>Porchlight: una prueba</translation>
    </message>
    <message>
        <source>Snooze for 1 hour</source>
        <translation>Posponer 1 hora</translation>
    </message>
    <message>
        <source>Still: %1</source>
        <translation>Sigue: %1</translation>
    </message>
    <message>
        <source>The rule “%1” was taken out or switched off.</source>
        <translation>La regla «%1» se quitó o se desactivó.</translation>
    </message>
    <message>
        <source>Therefore %1 cannot be told either.</source>
        <translation>Por eso tampoco se puede saber nada de: %1.</translation>
    </message>
    <message>
        <source>This computer is offline</source>
        <translation>Este equipo no tiene conexión</translation>
    </message>
    <message>
        <source>This desktop showed no notification.</source>
        <translation>Este escritorio no mostró ninguna notificación.</translation>
    </message>
    <message>
        <source>Whether it works again is not known.</source>
        <translation>No se sabe si vuelve a funcionar.</translation>
    </message>
    <message>
        <source>Worse now: %1</source>
        <translation>Peor ahora: %1</translation>
    </message>
</context>
<context>
    <name>Outbox</name>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>De qué</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Bandeja de salida</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Qué fue de él</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Adónde</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message numerus="yes">
        <source>%n message(s) chosen.</source>
        <translation>
            <numerusform>%n mensaje elegido.</numerusform>
            <numerusform>%n mensajes elegidos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Canal</translation>
    </message>
    <message>
        <source>Each message stands here with where it went, or why it did not.</source>
        <translation>Aquí está cada mensaje, con adónde fue o por qué no.</translation>
    </message>
    <message>
        <source>Every channel</source>
        <translation>Todos los canales</translation>
    </message>
    <message>
        <source>Every state</source>
        <translation>Todos los estados</translation>
    </message>
    <message>
        <source>Open component</source>
        <translation>Abrir componente</translation>
    </message>
    <message>
        <source>Search the outbox</source>
        <translation>Buscar en la bandeja de salida</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Enviar de nuevo</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>There is no such message in this time.</source>
        <translation>No hay tal mensaje en este tiempo.</translation>
    </message>
</context>
<context>
    <name>OutlookPage</name>
    <message>
        <source>After the first checks it stands here what somebody should do, and later what runs out when.</source>
        <translation>Tras las primeras comprobaciones aquí está lo que alguien debería hacer, y más tarde qué se agota y cuándo.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Nothing is known yet.</source>
        <translation>Aún no se sabe nada.</translation>
    </message>
    <message>
        <source>Nothing needs to be done: all was as it should be in the last seven days.</source>
        <translation>No hay que hacer nada: en los últimos siete días todo estuvo como debe.</translation>
    </message>
    <message>
        <source>Nothing that has a limit was measured yet: databases, allowances and jobs come here.</source>
        <translation>Aún no se midió nada que tenga un límite: aquí vienen bases de datos, cupos y tareas.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>What may run out</source>
        <translation>Qué puede agotarse</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Qué hacer</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… y %n más.</numerusform>
            <numerusform>… y %n más.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OwnRuns</name>
    <message>
        <source>Its runs in the last seven days</source>
        <translation>Sus ejecuciones de los últimos siete días</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>Editar %1</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Quitar %1</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Guardado.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message numerus="yes">
        <source>%n working normally</source>
        <translation>
            <numerusform>%n funciona con normalidad</numerusform>
            <numerusform>%n funcionan con normalidad</numerusform>
        </translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>Checked %1</source>
        <translation>Comprobado %1</translation>
    </message>
    <message>
        <source>Nothing is called so.</source>
        <translation>Nada se llama así.</translation>
    </message>
    <message>
        <source>Open Porchlight</source>
        <translation>Abrir Porchlight</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Otros</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation>En pausa hasta %1</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Search components</source>
        <translation>Buscar componentes</translation>
    </message>
    <message>
        <source>next in %1</source>
        <translation>próxima en %1</translation>
    </message>
</context>
<context>
    <name>PathsPage</name>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Add a path</source>
        <translation>Añadir un camino</translation>
    </message>
    <message>
        <source>Donations</source>
        <translation>Donativos</translation>
    </message>
    <message>
        <source>Path of gifts</source>
        <translation>Camino de los donativos</translation>
    </message>
    <message>
        <source>Paths of gifts</source>
        <translation>Caminos de los donativos</translation>
    </message>
    <message>
        <source>Which components a gift passes through, from the form to your records. The panel, the tray and the report then begin with one sentence: whether gifts can be taken, and whether they arrive.</source>
        <translation>Por qué componentes pasa un donativo, desde el formulario hasta sus registros. El panel, la bandeja y el informe empiezan entonces con una frase: si se pueden recibir donativos y si llegan.</translation>
    </message>
    <message>
        <source>“%1” is removed.</source>
        <translation>«%1» se ha quitado.</translation>
    </message>
</context>
<context>
    <name>Performance</name>
    <message>
        <source>%1 (usually %2)</source>
        <translation>%1 (habitual %2)</translation>
    </message>
    <message>
        <source>95th percentile</source>
        <translation>Percentil 95</translation>
    </message>
    <message>
        <source>How long it takes</source>
        <translation>Cuánto tarda</translation>
    </message>
    <message>
        <source>Items a second</source>
        <translation>Elementos por segundo</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Última</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Máximo</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Mediana</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>Rendimiento</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Veces</translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation>Con éxito</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>Tendencia</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>falló</translation>
    </message>
    <message>
        <source>not enough data</source>
        <translation>faltan datos</translation>
    </message>
    <message>
        <source>steady</source>
        <translation>estable</translation>
    </message>
</context>
<context>
    <name>PerformancePage</name>
    <message>
        <source>%1 items a second.</source>
        <translation>%1 elementos por segundo.</translation>
    </message>
    <message>
        <source>13 months</source>
        <translation>13 meses</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 días</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 días</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>Componentes</translation>
    </message>
    <message>
        <source>How long it takes, s</source>
        <translation>Cuánto tarda, s</translation>
    </message>
    <message>
        <source>Its usual duration</source>
        <translation>Su duración habitual</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Tareas</translation>
    </message>
    <message>
        <source>Jobs report by the log of Classy Sync, by “porchlight run” before their command, or by “porchlight record”. How long they take, and whether they get slower, then stands here.</source>
        <translation>Las tareas informan por el registro de Classy Sync, con «porchlight run» delante de su orden o con «porchlight record». Aquí estará cuánto tardan y si se vuelven más lentas.</translation>
    </message>
    <message>
        <source>No job has reported in this time.</source>
        <translation>Ninguna tarea ha informado en este tiempo.</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>Mostrar %1</translation>
    </message>
</context>
<context>
    <name>PointsTable</name>
    <message>
        <source>95th percentile</source>
        <translation>Percentil 95</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Mediana</translation>
    </message>
    <message>
        <source>Response time</source>
        <translation>Tiempo de respuesta</translation>
    </message>
    <message>
        <source>Response times as a table</source>
        <translation>Tiempos de respuesta como tabla</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>nothing measured</source>
        <translation>nada medido</translation>
    </message>
</context>
<context>
    <name>RecoveryPage</name>
    <message numerus="yes">
        <source>%n rule(s) use it</source>
        <translation>
            <numerusform>%n regla la usa</numerusform>
            <numerusform>%n reglas la usan</numerusform>
        </translation>
    </message>
    <message>
        <source>A rule may do one thing when its alert is told: restart a service, run a program with fixed arguments, call an address. Each is off until you turn it on, has a time limit and a limit an hour, stops after failures, and every run is in the activity list. Checking itself never changes anything.</source>
        <translation>Una regla puede hacer una cosa cuando se avisa de su alerta: reiniciar un servicio, ejecutar un programa con argumentos fijos, llamar a una dirección. Cada una está desactivada hasta que usted la active, tiene un tiempo límite y un límite por hora, se detiene tras fallos, y cada ejecución queda en la lista de actividad. Comprobar nunca cambia nada.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Add a recovery action</source>
        <translation>Añadir una acción de recuperación</translation>
    </message>
    <message>
        <source>It can only be edited in the settings file.</source>
        <translation>Solo se puede editar en el archivo de ajustes.</translation>
    </message>
    <message>
        <source>Recovery action</source>
        <translation>Acción de recuperación</translation>
    </message>
    <message>
        <source>Recovery actions</source>
        <translation>Acciones de recuperación</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>Desactivar</translation>
    </message>
    <message>
        <source>Turn on</source>
        <translation>Activar</translation>
    </message>
    <message>
        <source>no rule uses it yet</source>
        <translation>ninguna regla la usa aún</translation>
    </message>
    <message>
        <source>off</source>
        <translation>desactivada</translation>
    </message>
    <message>
        <source>on</source>
        <translation>activada</translation>
    </message>
    <message>
        <source>“%1” is removed.</source>
        <translation>«%1» se ha quitado.</translation>
    </message>
</context>
<context>
    <name>ReportSaving</name>
    <message>
        <source>How everything was in this time, for whoever should read it.</source>
        <translation>Cómo estuvo todo en este tiempo, para quien deba leerlo.</translation>
    </message>
    <message>
        <source>It could not be saved there: %1. Choose another place.</source>
        <translation>No se pudo guardar allí: %1. Elija otro lugar.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Guardar informe</translation>
    </message>
    <message>
        <source>Save report …</source>
        <translation>Guardar informe …</translation>
    </message>
    <message>
        <source>The report is being written …</source>
        <translation>Se está escribiendo el informe …</translation>
    </message>
    <message>
        <source>The report is in %1.</source>
        <translation>El informe está en %1.</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>Página web</translation>
    </message>
</context>
<context>
    <name>ResponseChart</name>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>13 months</source>
        <translation>13 meses</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>3 days</source>
        <translation>3 días</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 días</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 días</translation>
    </message>
    <message>
        <source>It could not be saved there.</source>
        <translation>No se pudo guardar ahí.</translation>
    </message>
    <message>
        <source>Loading the chart …</source>
        <translation>Cargando el gráfico …</translation>
    </message>
    <message>
        <source>Nothing was measured in this time yet.</source>
        <translation>En este tiempo aún no se midió nada.</translation>
    </message>
    <message>
        <source>Response time, ms</source>
        <translation>Tiempo de respuesta, ms</translation>
    </message>
    <message>
        <source>Save chart as picture</source>
        <translation>Guardar gráfico como imagen</translation>
    </message>
    <message>
        <source>Save figures as CSV</source>
        <translation>Guardar cifras como CSV</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Guardado.</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>Mostrar %1</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <source>The same figures as a table</source>
        <translation>Las mismas cifras como tabla</translation>
    </message>
    <message>
        <source>There is no history to show.</source>
        <translation>No hay historial que mostrar.</translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>Components</source>
        <translation>Componentes</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>comprobando</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message numerus="yes">
        <source>%n more would have been held back.</source>
        <translation>
            <numerusform>%n más se habría retenido.</numerusform>
            <numerusform>%n más se habrían retenido.</numerusform>
        </translation>
    </message>
    <message>
        <source>(but not %1)</source>
        <translation>(pero no %1)</translation>
    </message>
    <message>
        <source>A certificate expires soon</source>
        <translation>Un certificado caduca pronto</translation>
    </message>
    <message>
        <source>A component is not well</source>
        <translation>Un componente no está bien</translation>
    </message>
    <message>
        <source>A condition that only the settings file can say: %1</source>
        <translation>Una condición que solo puede decir el archivo de ajustes: %1</translation>
    </message>
    <message>
        <source>A critical component is down</source>
        <translation>Un componente crítico no funciona</translation>
    </message>
    <message>
        <source>A job has not run when it should</source>
        <translation>Una tarea no se ejecutó cuando debía</translation>
    </message>
    <message>
        <source>A monitor must not be what makes the computer slow.</source>
        <translation>Un monitor no debe ser lo que ralentice el equipo.</translation>
    </message>
    <message>
        <source>A monitor that is late, or cannot write, may miss an outage.</source>
        <translation>Un monitor que se retrasa, o que no puede escribir, puede no ver una caída.</translation>
    </message>
    <message>
        <source>A quota is nearly used up</source>
        <translation>Una cuota está casi agotada</translation>
    </message>
    <message>
        <source>A rule of your own</source>
        <translation>Una regla propia</translation>
    </message>
    <message>
        <source>Add a condition</source>
        <translation>Añadir una condición</translation>
    </message>
    <message>
        <source>Any of the kind “%1”</source>
        <translation>Cualquiera del tipo «%1»</translation>
    </message>
    <message>
        <source>Ask one more thing of it</source>
        <translation>Preguntar algo más de ello</translation>
    </message>
    <message>
        <source>Each of several components</source>
        <translation>Cada uno de varios componentes</translation>
    </message>
    <message>
        <source>Everything together</source>
        <translation>Todo en conjunto</translation>
    </message>
    <message>
        <source>Gifts and supporters are missing where your colleagues look for them.</source>
        <translation>Faltan donaciones y simpatizantes donde sus colegas los buscan.</translation>
    </message>
    <message>
        <source>Gifts are being lost while it lasts.</source>
        <translation>Mientras dura, se pierden donaciones.</translation>
    </message>
    <message>
        <source>Gifts still come in, but something behind them does not work as it should.</source>
        <translation>Las donaciones siguen llegando, pero algo detrás de ellas no funciona como debería.</translation>
    </message>
    <message>
        <source>How it is compared</source>
        <translation>Cómo se compara</translation>
    </message>
    <message>
        <source>How the conditions go together</source>
        <translation>Cómo se unen las condiciones</translation>
    </message>
    <message>
        <source>If</source>
        <translation>Si</translation>
    </message>
    <message numerus="yes">
        <source>In the last %1 it would have fired %n time(s).</source>
        <translation>
            <numerusform>En los últimos %1 se habría activado %n vez.</numerusform>
            <numerusform>En los últimos %1 se habría activado %n veces.</numerusform>
        </translation>
    </message>
    <message>
        <source>In the last %1 it would not have fired once.</source>
        <translation>En los últimos %1 no se habría activado ni una vez.</translation>
    </message>
    <message>
        <source>In the last seven days</source>
        <translation>En los últimos siete días</translation>
    </message>
    <message>
        <source>It fires when</source>
        <translation>Se activa cuando</translation>
    </message>
    <message>
        <source>It would be firing now.</source>
        <translation>Estaría activa ahora.</translation>
    </message>
    <message numerus="yes">
        <source>It would have sent %n message(s).</source>
        <translation>
            <numerusform>Habría enviado %n mensaje.</numerusform>
            <numerusform>Habría enviado %n mensajes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Buscando …</translation>
    </message>
    <message>
        <source>My rule</source>
        <translation>Mi regla</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>De qué</translation>
    </message>
    <message>
        <source>On the day it ends, browsers turn every donor away.</source>
        <translation>El día en que caduca, los navegadores rechazan a todos los donantes.</translation>
    </message>
    <message>
        <source>Once it is used up, the vendor answers nothing more until the next period.</source>
        <translation>Cuando se agota, el proveedor no responde nada más hasta el próximo período.</translation>
    </message>
    <message>
        <source>Porchlight itself is not well</source>
        <translation>Porchlight mismo no está bien</translation>
    </message>
    <message>
        <source>Porchlight uses much memory</source>
        <translation>Porchlight usa mucha memoria</translation>
    </message>
    <message>
        <source>Remove this condition</source>
        <translation>Quitar esta condición</translation>
    </message>
    <message>
        <source>Remove this question</source>
        <translation>Quitar esta pregunta</translation>
    </message>
    <message>
        <source>Slower than usual</source>
        <translation>Más lento de lo normal</translation>
    </message>
    <message>
        <source>Slowness is what people notice first, and often the beginning of an outage.</source>
        <translation>La lentitud es lo primero que se nota, y a menudo el comienzo de una caída.</translation>
    </message>
    <message>
        <source>The rule is not complete yet.</source>
        <translation>La regla aún no está completa.</translation>
    </message>
    <message>
        <source>A job fails or is much slower than usual</source>
        <translation>La sincronización falla o es mucho más lenta de lo normal</translation>
    </message>
    <message>
        <source>A job that fails twice rarely recovers by itself.</source>
        <translation>Una tarea que falla dos veces rara vez se recupera sola.</translation>
    </message>
    <message>
        <source>An organisation of the sync is not watched yet</source>
        <translation>Una organización de la sincronización aún no se vigila</translation>
    </message>
    <message>
        <source>Its gifts are synced, but nobody hears when its Classy account stops answering.</source>
        <translation>Sus donativos se sincronizan, pero nadie se entera cuando su cuenta de Classy deja de responder.</translation>
    </message>
    <message>
        <source>Its runs fail</source>
        <translation>Sus ejecuciones fallan</translation>
    </message>
    <message>
        <source>Much slower than usual</source>
        <translation>Mucho más lento de lo habitual</translation>
    </message>
    <message>
        <source>The sync has not run for too long</source>
        <translation>La sincronización lleva demasiado tiempo sin ejecutarse</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Entonces</translation>
    </message>
    <message>
        <source>There is no history to try it on.</source>
        <translation>No hay historial con el que probarla.</translation>
    </message>
    <message>
        <source>Unless</source>
        <translation>Salvo que</translation>
    </message>
    <message>
        <source>What is asked</source>
        <translation>Qué se pregunta</translation>
    </message>
    <message>
        <source>What nobody runs fails in silence.</source>
        <translation>Lo que nadie ejecuta falla en silencio.</translation>
    </message>
    <message>
        <source>Whether it holds or does not</source>
        <translation>Si se cumple o no</translation>
    </message>
    <message>
        <source>Which components</source>
        <translation>Qué componentes</translation>
    </message>
    <message>
        <source>Which components are left out</source>
        <translation>Qué componentes se excluyen</translation>
    </message>
    <message>
        <source>Which figure</source>
        <translation>Qué cifra</translation>
    </message>
    <message>
        <source>With what it is compared</source>
        <translation>Con qué se compara</translation>
    </message>
    <message>
        <source>a condition of the settings file</source>
        <translation>una condición del archivo de ajustes</translation>
    </message>
    <message>
        <source>a run took longer than</source>
        <translation>una ejecución duró más de</translation>
    </message>
    <message>
        <source>all of these hold</source>
        <translation>se cumplen todas</translation>
    </message>
    <message>
        <source>and</source>
        <translation>y</translation>
    </message>
    <message>
        <source>and …</source>
        <translation>y …</translation>
    </message>
    <message>
        <source>answers more slowly than %1</source>
        <translation>responde más lento que %1</translation>
    </message>
    <message>
        <source>any component</source>
        <translation>cualquier componente</translation>
    </message>
    <message>
        <source>any component tagged “%1”</source>
        <translation>cualquier componente con la etiqueta «%1»</translation>
    </message>
    <message>
        <source>any component that is not critical</source>
        <translation>cualquier componente que no es crítico</translation>
    </message>
    <message>
        <source>any critical component</source>
        <translation>cualquier componente crítico</translation>
    </message>
    <message>
        <source>any job</source>
        <translation>cualquier tarea</translation>
    </message>
    <message>
        <source>any of the kind “%1”</source>
        <translation>cualquiera del tipo «%1»</translation>
    </message>
    <message>
        <source>any of these holds</source>
        <translation>se cumple alguna</translation>
    </message>
    <message>
        <source>choose …</source>
        <translation>elegir …</translation>
    </message>
    <message>
        <source>days left of its certificate, under</source>
        <translation>días que quedan del certificado, menos de</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>degradado</translation>
    </message>
    <message>
        <source>does under %1 % of its usual rate</source>
        <translation>hace menos del %1 % de su ritmo habitual</translation>
    </message>
    <message>
        <source>does under %1 items a second</source>
        <translation>hace menos de %1 elementos por segundo</translation>
    </message>
    <message>
        <source>failed %1 times in a row</source>
        <translation>falló %1 veces seguidas</translation>
    </message>
    <message>
        <source>failed runs in a row, at least</source>
        <translation>ejecuciones fallidas seguidas, al menos</translation>
    </message>
    <message>
        <source>for another reason than: %1</source>
        <translation>por un motivo distinto de: %1</translation>
    </message>
    <message>
        <source>for this reason: %1</source>
        <translation>por este motivo: %1</translation>
    </message>
    <message>
        <source>had no good check for %1</source>
        <translation>no tuvo una buena comprobación en %1</translation>
    </message>
    <message>
        <source>had no good run for %1</source>
        <translation>no tuvo una buena ejecución en %1</translation>
    </message>
    <message>
        <source>had no good run for %1 times the interval that it is expected at</source>
        <translation>no tuvo una buena ejecución en %1 veces el intervalo en que se espera</translation>
    </message>
    <message>
        <source>has a certificate with under %1 days left</source>
        <translation>tiene un certificado con menos de %1 días por delante</translation>
    </message>
    <message>
        <source>has a “%1” that %2</source>
        <translation>tiene una medida «%1» que %2</translation>
    </message>
    <message>
        <source>has used over %1 % of its quota</source>
        <translation>ha usado más del %1 % de su cuota</translation>
    </message>
    <message>
        <source>in error</source>
        <translation>en error</translation>
    </message>
    <message>
        <source>is %1</source>
        <translation>está %1</translation>
    </message>
    <message>
        <source>is over %1 times as slow as usual</source>
        <translation>es más de %1 veces más lento que de costumbre</translation>
    </message>
    <message>
        <source>it answers more slowly than</source>
        <translation>responde más lento que</translation>
    </message>
    <message>
        <source>it had no good check for</source>
        <translation>no tuvo una buena comprobación en</translation>
    </message>
    <message>
        <source>it had no good run for</source>
        <translation>no tuvo una buena ejecución en</translation>
    </message>
    <message>
        <source>it is slower than usual, times</source>
        <translation>más lento que de costumbre, veces</translation>
    </message>
    <message>
        <source>items a second, under</source>
        <translation>elementos por segundo, menos de</translation>
    </message>
    <message>
        <source>its measure</source>
        <translation>su medida</translation>
    </message>
    <message>
        <source>its status is</source>
        <translation>su estado es</translation>
    </message>
    <message>
        <source>no exception</source>
        <translation>sin excepción</translation>
    </message>
    <message>
        <source>not: %1</source>
        <translation>no: %1</translation>
    </message>
    <message>
        <source>or</source>
        <translation>o</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>percent of its quota used, over</source>
        <translation>porcentaje usado de su cuota, más de</translation>
    </message>
    <message>
        <source>share of its usual rate, under</source>
        <translation>parte de su ritmo habitual, menos de</translation>
    </message>
    <message>
        <source>the job “%1”</source>
        <translation>la tarea «%1»</translation>
    </message>
    <message>
        <source>the reason is</source>
        <translation>el motivo es</translation>
    </message>
    <message>
        <source>the reason is not</source>
        <translation>el motivo no es</translation>
    </message>
    <message>
        <source>times its own interval without a good run, over</source>
        <translation>veces su propio intervalo sin buena ejecución, más de</translation>
    </message>
    <message>
        <source>took longer than %1</source>
        <translation>duró más de %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>well</source>
        <translation>bien</translation>
    </message>
</context>
<context>
    <name>RulesPage</name>
    <message>
        <source>%1 (copy)</source>
        <translation>%1 (copia)</translation>
    </message>
    <message>
        <source>A rule decides when an alert fires, how grave it is and whom it tells.</source>
        <translation>Una regla decide cuándo se activa una alerta, cuán grave es y a quién avisa.</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>Añadir una regla</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Como era</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicar</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>Editar %1</translation>
    </message>
    <message>
        <source>Last 7 days?</source>
        <translation>¿Últimos 7 días?</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Buscando …</translation>
    </message>
    <message>
        <source>More about %1</source>
        <translation>Más sobre %1</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Nadie</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Reglas</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Guardado.</translation>
    </message>
    <message>
        <source>Saved. Nothing is ever at %1: it stays in the message as it is.</source>
        <translation>Guardado. En %1 nunca hay nada: queda en el mensaje tal cual.</translation>
    </message>
    <message>
        <source>Severity of “%1”</source>
        <translation>Gravedad de «%1»</translation>
    </message>
    <message>
        <source>Whom “%1” tells</source>
        <translation>A quién avisa «%1»</translation>
    </message>
    <message>
        <source>“%1” is as it was.</source>
        <translation>«%1» es como era.</translation>
    </message>
    <message>
        <source>“%1” is removed.</source>
        <translation>«%1» se ha quitado.</translation>
    </message>
</context>
<context>
    <name>SettingsWindow</name>
    <message>
        <source>Channels</source>
        <translation>Canales</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>Componentes</translation>
    </message>
    <message>
        <source>General</source>
        <translation>General</translation>
    </message>
    <message>
        <source>Other systems</source>
        <translation>Otros sistemas</translation>
    </message>
    <message>
        <source>Paths</source>
        <translation>Caminos</translation>
    </message>
    <message>
        <source>Recovery</source>
        <translation>Recuperación</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Reglas</translation>
    </message>
    <message>
        <source>Settings – Porchlight</source>
        <translation>Ajustes – Porchlight</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Horarios</translation>
    </message>
</context>
<context>
    <name>Sharing</name>
    <message>
        <source>%1 arrives switched off: it would run something on this computer.</source>
        <translation>%1 llega apagado: ejecutaría algo en este equipo.</translation>
    </message>
    <message>
        <source>%1 stays as it is here: it runs something and is switched on.</source>
        <translation>%1 queda como está aquí: ejecuta algo y está encendido.</translation>
    </message>
    <message>
        <source>%1 stays out, for it has a fault:</source>
        <translation>%1 queda fuera porque tiene un error:</translation>
    </message>
    <message>
        <source>%1 stays out: it is each computer&apos;s own.</source>
        <translation>%1 queda fuera: es propio de cada equipo.</translation>
    </message>
    <message>
        <source>%1 stays out: nobody said yes to it.</source>
        <translation>%1 queda fuera: nadie dijo que sí.</translation>
    </message>
    <message>
        <source>%1 stays out: there is no such section.</source>
        <translation>%1 queda fuera: no existe tal sección.</translation>
    </message>
    <message>
        <source>(nothing)</source>
        <translation>(nada)</translation>
    </message>
    <message>
        <source>A file would be looked for on another computer, which is given your login.</source>
        <translation>Se buscaría un archivo en otro equipo, que recibe su inicio de sesión.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Every program on this computer could read what is measured here.</source>
        <translation>Cualquier programa de este equipo podría leer lo que se mide aquí.</translation>
    </message>
    <message>
        <source>Everything that is checked would pass through this proxy, which can read what is not encrypted.</source>
        <translation>Todo lo que se comprueba pasaría por este proxy, que puede leer lo que no va cifrado.</translation>
    </message>
    <message>
        <source>Everything that is measured here would be sent there.</source>
        <translation>Todo lo que se mide aquí se enviaría allí.</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Importar ajustes</translation>
    </message>
    <message>
        <source>Not as it stands in the file</source>
        <translation>Distinto de lo que dice el archivo</translation>
    </message>
    <message>
        <source>Nothing has been changed yet. What is there now is kept in a copy.</source>
        <translation>Todavía no se ha cambiado nada. Lo que hay ahora se guarda en una copia.</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>Only if you tick it</source>
        <translation>Solo si usted lo marca</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Aplicar</translation>
    </message>
    <message>
        <source>The connection would no longer be protected: others could read along or pretend to be it.</source>
        <translation>La conexión dejaría de estar protegida: otros podrían leerla o hacerse pasar por el servicio.</translation>
    </message>
    <message>
        <source>The credential %1 goes along.</source>
        <translation>La credencial %1 se envía también.</translation>
    </message>
    <message>
        <source>The credential %1 would be sent to %2.</source>
        <translation>La credencial %1 se enviaría a %2.</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>These addresses would be asked whether this computer is online.</source>
        <translation>A estas direcciones se les preguntaría si este equipo tiene conexión.</translation>
    </message>
    <message>
        <source>This Porchlight does not know what this does.</source>
        <translation>Este Porchlight no sabe qué hace esto.</translation>
    </message>
    <message>
        <source>This address would be called regularly, and learn that you are there.</source>
        <translation>Se llamaría con regularidad a esta dirección, que sabría que usted está ahí.</translation>
    </message>
    <message>
        <source>This rule would run a recovery action that is switched on here.</source>
        <translation>Esta regla ejecutaría una acción de recuperación que está encendida aquí.</translation>
    </message>
    <message>
        <source>Tick only what you know to be right; if in doubt, ask whoever sent you the file. What is not ticked stays as it is here.</source>
        <translation>Marque solo lo que sepa que es correcto; en caso de duda, pregunte a quien le envió el archivo. Lo que no se marca queda como está aquí.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>What this file would change</source>
        <translation>Qué cambiaría este archivo</translation>
    </message>
    <message>
        <source>Your alerts would be told there.</source>
        <translation>Sus alertas se comunicarían allí.</translation>
    </message>
</context>
<context>
    <name>SharingLine</name>
    <message>
        <source>Export settings</source>
        <translation>Exportar ajustes</translation>
    </message>
    <message>
        <source>Export settings …</source>
        <translation>Exportar ajustes…</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Importar ajustes</translation>
    </message>
    <message>
        <source>Import settings …</source>
        <translation>Importar ajustes…</translation>
    </message>
    <message>
        <source>It cannot be read (%1).</source>
        <translation>No se puede leer (%1).</translation>
    </message>
    <message>
        <source>It cannot be written (%1).</source>
        <translation>No se puede escribir (%1).</translation>
    </message>
    <message>
        <source>Nothing is different here.</source>
        <translation>Aquí no hay nada distinto.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>No se cambió nada.</translation>
    </message>
    <message>
        <source>What looked like a secret was taken out: %1.</source>
        <translation>Se quitó lo que parecía un secreto: %1.</translation>
    </message>
    <message>
        <source>Taken over. Credentials that are missing are asked for at their components.</source>
        <translation>Hecho. Las credenciales que falten se piden en sus componentes.</translation>
    </message>
    <message>
        <source>The settings are in %1. No credential is in them.</source>
        <translation>Los ajustes están en %1. No contienen ninguna credencial.</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>%1 of the day watched</source>
        <translation>%1 del día vigilado</translation>
    </message>
    <message>
        <source>%1 up</source>
        <translation>%1 activo</translation>
    </message>
    <message numerus="yes">
        <source>%n watched</source>
        <translation>
            <numerusform>%n vigilado</numerusform>
            <numerusform>%n vigilados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with an outage</source>
        <translation>
            <numerusform>%n con una caída</numerusform>
            <numerusform>%n con caídas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n day(s)</source>
        <translation>
            <numerusform>Último día</numerusform>
            <numerusform>Últimos %n días</numerusform>
        </translation>
    </message>
    <message>
        <source>not watched</source>
        <translation>no vigilado</translation>
    </message>
</context>
<context>
    <name>Surfaces</name>
    <message>
        <source>%1 (whether it was seen is not known)</source>
        <translation>%1 (no se sabe si se vio)</translation>
    </message>
    <message numerus="yes">
        <source>%n notification(s) could not be shown.</source>
        <translation>
            <numerusform>No se pudo mostrar %n notificación.</numerusform>
            <numerusform>No se pudieron mostrar %n notificaciones.</numerusform>
        </translation>
    </message>
    <message>
        <source>Alerts do not reach “%1”: %2</source>
        <translation>Las alertas no llegan a «%1»: %2</translation>
    </message>
    <message>
        <source>In the settings: %1</source>
        <translation>En los ajustes: %1</translation>
    </message>
    <message>
        <source>Nothing is remembered: %1</source>
        <translation>No se recuerda nada: %1</translation>
    </message>
    <message>
        <source>Porchlight itself is unwell (%1); the log says more.</source>
        <translation>El propio Porchlight tiene un fallo (%1); el registro dice más.</translation>
    </message>
    <message>
        <source>There is no tray here</source>
        <translation>Aquí no hay bandeja</translation>
    </message>
    <message>
        <source>This desktop has no tray, so Porchlight lives in this window. It goes on watching when you close it; start it again to see it.</source>
        <translation>Este escritorio no tiene bandeja, así que Porchlight vive en esta ventana. Sigue vigilando cuando la cierra; ábralo de nuevo para verla.</translation>
    </message>
</context>
<context>
    <name>Table</name>
    <message>
        <source>Component</source>
        <translation>Componente</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>Componentes</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Última hora</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>Tendencia</translation>
    </message>
    <message>
        <source>Uptime 24 h</source>
        <translation>Activo 24 h</translation>
    </message>
    <message>
        <source>Uptime 30 days</source>
        <translation>Activo 30 días</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>Lo que dice</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>comprobando</translation>
    </message>
    <message>
        <source>steady</source>
        <translation>estable</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message numerus="yes">
        <source>%n incident(s) on the time line</source>
        <translation>
            <numerusform>%n incidente en la línea de tiempo</numerusform>
            <numerusform>%n incidentes en la línea de tiempo</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimesPage</name>
    <message numerus="yes">
        <source>%n rule(s) differ</source>
        <translation>
            <numerusform>%n regla cambia</numerusform>
            <numerusform>%n reglas cambian</numerusform>
        </translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Add days</source>
        <translation>Añadir días</translation>
    </message>
    <message>
        <source>Add maintenance</source>
        <translation>Añadir mantenimiento</translation>
    </message>
    <message>
        <source>Days that matter</source>
        <translation>Días que importan</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Giving Tuesday, a gala, a planned change: rules and checks can be stricter or looser then. On the day before, everything is checked once and you are told how it is.</source>
        <translation>Giving Tuesday, una gala, un cambio planeado: las reglas y las comprobaciones pueden ser entonces más estrictas o más laxas. El día antes se comprueba todo una vez y se le dice cómo está.</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>Mantenimiento</translation>
    </message>
    <message>
        <source>Planned, repeating times in which checks go on and nothing is told.</source>
        <translation>Tiempos planeados que se repiten, en los que se sigue comprobando y no se avisa de nada.</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Horas de silencio</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Remove quiet hours</source>
        <translation>Quitar las horas de silencio</translation>
    </message>
    <message>
        <source>Set up quiet hours</source>
        <translation>Configurar las horas de silencio</translation>
    </message>
    <message>
        <source>Set up …</source>
        <translation>Configurar …</translation>
    </message>
    <message>
        <source>Special days</source>
        <translation>Días especiales</translation>
    </message>
    <message>
        <source>The quiet hours are removed.</source>
        <translation>Se han quitado las horas de silencio.</translation>
    </message>
    <message>
        <source>This desktop shows no notification in them; what is over by then is not shown at all.</source>
        <translation>En ellas este escritorio no muestra notificaciones; lo que haya terminado para entonces no se muestra.</translation>
    </message>
    <message>
        <source>checked every %1</source>
        <translation>comprobado cada %1</translation>
    </message>
    <message>
        <source>critical alerts come through</source>
        <translation>las alertas críticas pasan</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>todo</translation>
    </message>
    <message>
        <source>“%1” is removed.</source>
        <translation>«%1» se ha quitado.</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n más</numerusform>
            <numerusform>%n más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s): %1.</source>
        <translation>
            <numerusform>%n problema: %1.</numerusform>
            <numerusform>%n problemas: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Terminar</translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation>Durante 1 hora</translation>
    </message>
    <message>
        <source>For 15 minutes</source>
        <translation>Durante 15 minutos</translation>
    </message>
    <message>
        <source>For 4 hours</source>
        <translation>Durante 4 horas</translation>
    </message>
    <message>
        <source>Last known: %1.</source>
        <translation>Lo último que se supo: %1.</translation>
    </message>
    <message>
        <source>Open Porchlight</source>
        <translation>Abrir Porchlight</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Paused until %1.</source>
        <translation>En pausa hasta %1.</translation>
    </message>
    <message>
        <source>Quit Porchlight</source>
        <translation>Salir de Porchlight</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Settings …</source>
        <translation>Ajustes …</translation>
    </message>
    <message>
        <source>Silence alerts</source>
        <translation>Silenciar alertas</translation>
    </message>
    <message>
        <source>Until tomorrow 8:00</source>
        <translation>Hasta mañana a las 8:00</translation>
    </message>
</context>
<context>
    <name>TroubleCard</name>
    <message>
        <source>Correct settings</source>
        <translation>Corregir ajustes</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Enter new key</source>
        <translation>Nueva clave</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Posponer</translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>May Porchlight look once a day whether there is a newer release? Nothing is sent but its version, and nothing is installed.</source>
        <translation>¿Puede Porchlight mirar una vez al día si hay una versión más reciente? Solo se envía su versión y no se instala nada.</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Porchlight %1 is out; this is %2.</source>
        <translation>Ya está disponible Porchlight %1; esta es la %2.</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Qué hay de nuevo</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Sí</translation>
    </message>
</context>
<context>
    <name>WaysOutPage</name>
    <message>
        <source>A Prometheus on this computer</source>
        <translation>Un Prometheus en este ordenador</translation>
    </message>
    <message>
        <source>A team with more than one computer shares what Porchlight finds in a bigger system. Alerts get there by the channels.</source>
        <translation>Un equipo con más de un ordenador comparte en un sistema mayor lo que Porchlight encuentra. Las alertas llegan por los canales.</translation>
    </message>
    <message>
        <source>At http://127.0.0.1:%1/metrics.</source>
        <translation>En http://127.0.0.1:%1/metrics.</translation>
    </message>
    <message>
        <source>Datadog, New Relic, Grafana or any OpenTelemetry receiver</source>
        <translation>Datadog, New Relic, Grafana o cualquier receptor de OpenTelemetry</translation>
    </message>
    <message>
        <source>Metrics by OpenTelemetry</source>
        <translation>Métricas por OpenTelemetry</translation>
    </message>
    <message>
        <source>Metrics for Prometheus</source>
        <translation>Métricas para Prometheus</translation>
    </message>
    <message>
        <source>Metrics to other systems</source>
        <translation>Métricas a otros sistemas</translation>
    </message>
    <message>
        <source>To %1 every %2.</source>
        <translation>A %1 cada %2.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>desactivado</translation>
    </message>
</context>
<context>
    <name>Where</name>
    <message>
        <source>not known</source>
        <translation>no se sabe</translation>
    </message>
    <message>
        <source>not well</source>
        <translation>mal</translation>
    </message>
    <message>
        <source>well</source>
        <translation>bien</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>%1 ago</source>
        <translation>hace %1</translation>
    </message>
    <message>
        <source>%1 cannot be asked from here</source>
        <translation>No se puede preguntar a %1 desde aquí</translation>
    </message>
    <message>
        <source>%1 cannot be reached</source>
        <translation>No se llega a %1</translation>
    </message>
    <message>
        <source>%1 could not be checked</source>
        <translation>No se pudo comprobar %1</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 no responde</translation>
    </message>
    <message>
        <source>%1 does not work</source>
        <translation>%1 no funciona</translation>
    </message>
    <message>
        <source>%1 has no calls left</source>
        <translation>A %1 no le quedan llamadas</translation>
    </message>
    <message>
        <source>%1 has no file to read</source>
        <translation>%1 no tiene archivo que leer</translation>
    </message>
    <message>
        <source>%1 has no valid certificate</source>
        <translation>%1 no tiene un certificado válido</translation>
    </message>
    <message>
        <source>%1 has reported nothing.</source>
        <translation>%1 no ha informado de nada.</translation>
    </message>
    <message>
        <source>%1 has too much to do</source>
        <translation>%1 está saturado</translation>
    </message>
    <message>
        <source>%1 is late</source>
        <translation>%1 va con retraso</translation>
    </message>
    <message>
        <source>%1 is not quite well</source>
        <translation>%1 no va del todo bien</translation>
    </message>
    <message>
        <source>%1 is not ready</source>
        <translation>%1 no está listo</translation>
    </message>
    <message>
        <source>%1 is slow</source>
        <translation>%1 va lento</translation>
    </message>
    <message>
        <source>%1 needs a new certificate soon</source>
        <translation>%1 necesita pronto un certificado nuevo</translation>
    </message>
    <message>
        <source>%1 needs you</source>
        <translation>%1 le necesita</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1 publishes nothing that programs can read.</source>
        <translation>%1 no publica nada que los programas puedan leer.</translation>
    </message>
    <message>
        <source>%1 reports: %2, since %3.</source>
        <translation>%1 informa: %2, desde %3.</translation>
    </message>
    <message>
        <source>%1 reports: %2.</source>
        <translation>%1 informa: %2.</translation>
    </message>
    <message>
        <source>%1 sends no whole certificate</source>
        <translation>%1 no envía su certificado completo</translation>
    </message>
    <message>
        <source>%1 takes us for a robot</source>
        <translation>%1 nos toma por un robot</translation>
    </message>
    <message>
        <source>%1 waits for a lock</source>
        <translation>%1 espera un bloqueo</translation>
    </message>
    <message>
        <source>%1 works normally</source>
        <translation>%1 funciona con normalidad</translation>
    </message>
    <message numerus="yes">
        <source>%n component(s) need attention.</source>
        <translation>
            <numerusform>%n componente necesita atención.</numerusform>
            <numerusform>%n componentes necesitan atención.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n component(s) work normally.</source>
        <translation>
            <numerusform>%n componente funciona con normalidad.</numerusform>
            <numerusform>%n componentes funcionan con normalidad.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n día</numerusform>
            <numerusform>%n días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more need attention: %1.</source>
        <translation>
            <numerusform>%n más necesita atención: %1.</numerusform>
            <numerusform>%n más necesitan atención: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other component(s) work normally.</source>
        <translation>
            <numerusform>%n componente más funciona con normalidad.</numerusform>
            <numerusform>%n componentes más funcionan con normalidad.</numerusform>
        </translation>
    </message>
    <message>
        <source>A protection against robots stands before it.</source>
        <translation>Delante hay una protección contra robots.</translation>
    </message>
    <message>
        <source>A vendor&apos;s status page</source>
        <translation>Página de estado de un proveedor</translation>
    </message>
    <message>
        <source>Add what matters to you.</source>
        <translation>Añada lo que le importa.</translation>
    </message>
    <message>
        <source>Alertmanager</source>
        <translation>Alertmanager</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alertas</translation>
    </message>
    <message>
        <source>All is well.</source>
        <translation>Todo va bien.</translation>
    </message>
    <message>
        <source>Blackbaud SKY</source>
        <translation>Blackbaud SKY</translation>
    </message>
    <message>
        <source>Campaigns</source>
        <translation>Campañas</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificado</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Cambio</translation>
    </message>
    <message>
        <source>Classy (GoFundMe Pro)</source>
        <translation>Classy (GoFundMe Pro)</translation>
    </message>
    <message>
        <source>Classy Sync: its daemon</source>
        <translation>Classy Sync: su servicio</translation>
    </message>
    <message>
        <source>Classy Sync: its data</source>
        <translation>Classy Sync: sus datos</translation>
    </message>
    <message>
        <source>Classy Sync: its runs</source>
        <translation>Classy Sync: sus ejecuciones</translation>
    </message>
    <message>
        <source>Comes and goes</source>
        <translation>Va y viene</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Confirmado</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Conexión</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Conexiones</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>Consentimiento</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>Contactos</translation>
    </message>
    <message>
        <source>DNS</source>
        <translation>DNS</translation>
    </message>
    <message>
        <source>DNS records</source>
        <translation>Registros DNS</translation>
    </message>
    <message>
        <source>Data storage</source>
        <translation>Espacio de datos</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Base de datos</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>Degradado</translation>
    </message>
    <message>
        <source>Disk on this computer</source>
        <translation>Disco de este equipo</translation>
    </message>
    <message>
        <source>Donorbox</source>
        <translation>Donorbox</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>File storage</source>
        <translation>Espacio de archivos</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Primer byte</translation>
    </message>
    <message>
        <source>First failure</source>
        <translation>Primer fallo</translation>
    </message>
    <message>
        <source>Free room</source>
        <translation>Espacio libre</translation>
    </message>
    <message>
        <source>Gatus</source>
        <translation>Gatus</translation>
    </message>
    <message>
        <source>Having a first look …</source>
        <translation>Echando un primer vistazo …</translation>
    </message>
    <message>
        <source>Healthchecks</source>
        <translation>Healthchecks</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>Bien</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>HubSpot</source>
        <translation>HubSpot</translation>
    </message>
    <message>
        <source>In trouble</source>
        <translation>Con problemas</translation>
    </message>
    <message>
        <source>It answers, but not as expected.</source>
        <translation>Responde, pero no como se espera.</translation>
    </message>
    <message>
        <source>It answers, but slowly.</source>
        <translation>Responde, pero despacio.</translation>
    </message>
    <message>
        <source>It asks us to come back later.</source>
        <translation>Nos pide que volvamos más tarde.</translation>
    </message>
    <message>
        <source>It cannot be told how all is.</source>
        <translation>No se puede decir cómo va todo.</translation>
    </message>
    <message>
        <source>It does not let this computer in.</source>
        <translation>No deja entrar a este equipo.</translation>
    </message>
    <message>
        <source>It keeps our account out.</source>
        <translation>No deja entrar a nuestra cuenta.</translation>
    </message>
    <message>
        <source>It rejects our key.</source>
        <translation>Rechaza nuestra clave.</translation>
    </message>
    <message>
        <source>It reports a failure of its own.</source>
        <translation>Informa de un fallo propio.</translation>
    </message>
    <message>
        <source>It turns everybody away for the moment.</source>
        <translation>Por el momento no atiende a nadie.</translation>
    </message>
    <message>
        <source>It waits for another program that holds what is asked for.</source>
        <translation>Espera a otro programa que retiene lo que se pide.</translation>
    </message>
    <message>
        <source>Its allowance of calls is used up.</source>
        <translation>Su cupo de llamadas está agotado.</translation>
    </message>
    <message>
        <source>Its certificate ends soon.</source>
        <translation>Su certificado caduca pronto.</translation>
    </message>
    <message>
        <source>Its certificate is not valid.</source>
        <translation>Su certificado no es válido.</translation>
    </message>
    <message>
        <source>Its credential is not stored.</source>
        <translation>Su credencial no está guardada.</translation>
    </message>
    <message>
        <source>Its file is not there or cannot be read.</source>
        <translation>Su archivo no está o no se puede leer.</translation>
    </message>
    <message>
        <source>Its name could not be found.</source>
        <translation>No se encontró su nombre.</translation>
    </message>
    <message>
        <source>Its server leaves out the intermediate certificate.</source>
        <translation>Su servidor omite el certificado intermedio.</translation>
    </message>
    <message>
        <source>Its settings are not right.</source>
        <translation>Sus ajustes no son correctos.</translation>
    </message>
    <message>
        <source>Job that must report</source>
        <translation>Tarea que debe dar señales</translation>
    </message>
    <message>
        <source>Letters waiting</source>
        <translation>Cartas en espera</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>Cargados</translation>
    </message>
    <message>
        <source>Lost on the way</source>
        <translation>Perdidos por el camino</translation>
    </message>
    <message>
        <source>Mail server (SMTP)</source>
        <translation>Servidor de correo (SMTP)</translation>
    </message>
    <message>
        <source>Mailbox (IMAP)</source>
        <translation>Buzón de correo (IMAP)</translation>
    </message>
    <message>
        <source>Mailchimp</source>
        <translation>Mailchimp</translation>
    </message>
    <message>
        <source>Mailchimp Transactional</source>
        <translation>Mailchimp Transactional</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Miembros</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memoria</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Faltan</translation>
    </message>
    <message>
        <source>Monitors</source>
        <translation>Monitores</translation>
    </message>
    <message>
        <source>Neon CRM</source>
        <translation>Neon CRM</translation>
    </message>
    <message>
        <source>No answer came in time.</source>
        <translation>No llegó respuesta a tiempo.</translation>
    </message>
    <message>
        <source>No longer watched</source>
        <translation>Ya no se vigila</translation>
    </message>
    <message>
        <source>No way led to it.</source>
        <translation>Ningún camino llevó hasta él.</translation>
    </message>
    <message>
        <source>Not checked yet.</source>
        <translation>Aún no comprobado.</translation>
    </message>
    <message>
        <source>Not known: %1.</source>
        <translation>No se sabe: %1.</translation>
    </message>
    <message>
        <source>Not watched.</source>
        <translation>No vigilado.</translation>
    </message>
    <message>
        <source>Nothing is watched yet.</source>
        <translation>Aún no se vigila nada.</translation>
    </message>
    <message>
        <source>Nothing new has come for too long.</source>
        <translation>Hace demasiado que no llega nada nuevo.</translation>
    </message>
    <message>
        <source>Only the newest %1 are shown.</source>
        <translation>Solo se muestran los %1 más recientes.</translation>
    </message>
    <message>
        <source>Our key may not do this.</source>
        <translation>Nuestra clave no puede hacer esto.</translation>
    </message>
    <message>
        <source>Our password has expired.</source>
        <translation>Nuestra contraseña ha caducado.</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>PayPal</source>
        <translation>PayPal</translation>
    </message>
    <message>
        <source>Ping</source>
        <translation>Ping</translation>
    </message>
    <message>
        <source>Plug-ins</source>
        <translation>Complementos</translation>
    </message>
    <message>
        <source>Porchlight itself</source>
        <translation>El propio Porchlight</translation>
    </message>
    <message>
        <source>Porchlight itself failed on it.</source>
        <translation>El propio Porchlight falló con él.</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Puerto</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>Procesos</translation>
    </message>
    <message>
        <source>Program on this computer</source>
        <translation>Programa en este equipo</translation>
    </message>
    <message>
        <source>Prometheus query</source>
        <translation>Consulta de Prometheus</translation>
    </message>
    <message>
        <source>Quota left</source>
        <translation>Cupo restante</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Registros</translation>
    </message>
    <message>
        <source>Recovered</source>
        <translation>Recuperado</translation>
    </message>
    <message>
        <source>Rest</source>
        <translation>Resto</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Ida y vuelta</translation>
    </message>
    <message>
        <source>Salesforce</source>
        <translation>Salesforce</translation>
    </message>
    <message>
        <source>Since the last run</source>
        <translation>Desde la última ejecución</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Stripe</source>
        <translation>Stripe</translation>
    </message>
    <message>
        <source>Supporters in Mailchimp</source>
        <translation>Donantes en Mailchimp</translation>
    </message>
    <message>
        <source>Sync of campaigns</source>
        <translation>Sincronización de campañas</translation>
    </message>
    <message>
        <source>Sync of gifts</source>
        <translation>Sincronización de donativos</translation>
    </message>
    <message>
        <source>Sync of recurring plans</source>
        <translation>Sincronización de planes recurrentes</translation>
    </message>
    <message>
        <source>Sync of supporters</source>
        <translation>Sincronización de donantes</translation>
    </message>
    <message>
        <source>Sync to Mailchimp</source>
        <translation>Sincronización con Mailchimp</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>The computer is there, but the service on it is not.</source>
        <translation>El equipo está, pero su servicio no.</translation>
    </message>
    <message>
        <source>This computer is offline.</source>
        <translation>Este equipo no tiene conexión.</translation>
    </message>
    <message>
        <source>This network wants you to sign in first.</source>
        <translation>Esta red pide que inicie sesión primero.</translation>
    </message>
    <message>
        <source>This way of logging in is turned off there.</source>
        <translation>Allí está desactivada esta forma de iniciar sesión.</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>Uptime Kuma</source>
        <translation>Uptime Kuma</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Website or service</source>
        <translation>Sitio web o servicio</translation>
    </message>
    <message>
        <source>What %1 says of itself could not be read.</source>
        <translation>No se pudo leer lo que %1 dice de sí mismo.</translation>
    </message>
    <message>
        <source>What you see is the last that was known.</source>
        <translation>Lo que ve es lo último que se supo.</translation>
    </message>
    <message>
        <source>Works normally.</source>
        <translation>Funciona con normalidad.</translation>
    </message>
    <message>
        <source>all of it watched</source>
        <translation>vigilado por completo</translation>
    </message>
    <message>
        <source>en</source>
        <comment>the code of the language, such as es</comment>
        <translation>es</translation>
    </message>
    <message>
        <source>for %1 now</source>
        <translation>desde hace %1</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>ahora mismo</translation>
    </message>
    <message>
        <source>of the %1 watched</source>
        <translation>del %1 vigilado</translation>
    </message>
</context>
</TS>
