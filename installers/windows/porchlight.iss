; Inno Setup: the installer for Windows, of the program that was frozen into dist\porchlight. Compiled with
;   ISCC /DVersion=1.2.3 installers\windows\porchlight.iss
; More: /DSource=, /DOutput= (folders), /DCompression=lzma2/fast for tests; /DSign and "/Sporchlight=signtool … $f"
; where there is a certificate.
; What people and administrators may want to know is in docs/installing-windows.md.

#ifndef Version
  #error "Which version? /DVersion=1.2.3"
#endif
#define Checkout AddBackslash(SourcePath) + "..\.."
#ifndef Source
  #define Source Checkout + "\dist\porchlight"
#endif
#ifndef Output
  #define Output Checkout + "\dist"
#endif
#ifndef Compression
  #define Compression "lzma2/max"
#endif
; Windows' own field takes numbers only, without the "-rc.1" of a version that is not final.
#define Numeric Pos("-", Version) > 0 ? Copy(Version, 1, Pos("-", Version) - 1) : Version
; What Windows starts when somebody clicks a notification after the program has ended (porchlight/desktop/platform/
; toast_activator.py has the same).
#define Activator "5B0D2B0E-3C67-4F0B-9C1B-7E1C6A4C9F35"
#define ActivatorKey "{" + Activator + "}"
#define Key "{7C0B1B5E-6C5B-4E0E-9C39-0B6A5B6E9D41}"

[Setup]
; The same for good: by it Windows knows that this is another version of the same program.
AppId={{#Key}
AppName=Porchlight
AppVersion={#Version}
AppVerName=Porchlight {#Version}
AppPublisher=Porchlight
VersionInfoVersion={#Numeric}
VersionInfoProductTextVersion={#Version}
DefaultDirName={code:DefaultFolder}
DisableProgramGroupPage=yes
DisableReadyPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputDir={#Output}
OutputBaseFilename=porchlight-{#Version}-windows-x64-setup
SetupIconFile={#Checkout}\resources\icons\porchlight.ico
UninstallDisplayIcon={app}\porchlight-tray.exe
UninstallDisplayName=Porchlight
WizardStyle=modern
WizardImageFile={#Checkout}\installers\windows\wizard-large.bmp
WizardSmallImageFile={#Checkout}\installers\windows\wizard-small.bmp
; Asked only where Windows speaks neither.
ShowLanguageDialog=auto
Compression={#Compression}
SolidCompression=yes
#if Compression == "lzma2/max"
; Of the two programs, which are alike but for a few bytes, the second takes no room if the first is still in sight.
LZMADictionarySize=65536
LZMAUseSeparateProcess=yes
#endif
ChangesEnvironment=yes
SetupMutex=org.porchlight.Porchlight.Setup
; The program is asked to end, and started again, by [Code]: the Restart Manager ends programs that did not save yet.
CloseApplications=no
RestartApplications=no
#ifdef Sign
SignTool=porchlight
SignedUninstaller=yes
#endif

[Languages]
Name: en; MessagesFile: "compiler:Default.isl"
Name: es; MessagesFile: "compiler:Languages\Spanish.isl"

[CustomMessages]
en.Autostart=Start Porchlight when you log in
es.Autostart=Iniciar Porchlight al entrar en Windows
en.CommandLine=Add the command “porchlight” to PATH, for use in terminals
es.CommandLine=Añadir la orden «porchlight» al PATH, para usarla en terminales
en.StartNow=Start Porchlight now
es.StartNow=Iniciar Porchlight ahora
en.Newer=Porchlight %1 is already installed and is newer than this version (%2). Nothing was changed. To go back to the older version, uninstall the newer one first. Your settings and history are kept.
es.Newer=Está instalado Porchlight %1, más reciente que este (%2). No se ha cambiado nada. Para volver atrás, desinstálelo antes; sus ajustes y su historial se conservan.
en.StillRuns=Porchlight is still running and could not be closed. Choose Quit Porchlight in its menu, stop “porchlight watch” if it is running, and try again. Nothing was changed.
es.StillRuns=Porchlight sigue en marcha y no se ha podido cerrar. Elija Salir en su menú, termine «porchlight watch» donde esté en marcha e inténtelo de nuevo. No se ha cambiado nada.
en.RemoveData=Also remove your settings and history?%n%nIf you choose No, they are kept for the next time you install Porchlight.
es.RemoveData=¿Quitar también sus ajustes y el historial?%n%nSi elige No, estarán ahí cuando vuelva a instalar Porchlight.

[Tasks]
; Not asked when a version is replaced: what was chosen then, or later in the program's own settings, stays.
Name: autostart; Description: "{cm:Autostart}"; Check: not IsInstalled
Name: path; Description: "{cm:CommandLine}"; Check: not IsInstalled

[Files]
Source: "{#Source}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[UninstallDelete]
; Of an installation that was cut off.
Type: filesandordirs; Name: "{app}\previous"

[Icons]
; The same identifier is told by the program: notifications and the task bar carry this entry's name and icon.
Name: "{autoprograms}\Porchlight"; Filename: "{app}\porchlight-tray.exe"; Parameters: "tray"; AppUserModelID: "Porchlight"; AppUserModelToastActivatorCLSID: "{#Activator}"

[Registry]
Root: HKA; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueType: string; ValueName: "Porchlight"; ValueData: """{app}\porchlight-tray.exe"" tray"; Flags: uninsdeletevalue; Tasks: autostart
Root: HKA; Subkey: "Software\Classes\CLSID\{{#ActivatorKey}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\CLSID\{{#ActivatorKey}\LocalServer32"; ValueType: string; ValueData: """{app}\porchlight-tray.exe"" tray -ToastActivated"

[Run]
Filename: "{app}\porchlight-tray.exe"; Parameters: "tray"; Flags: nowait runasoriginaluser; Check: WasRunning
Filename: "{app}\porchlight-tray.exe"; Parameters: "tray"; Description: "{cm:StartNow}"; Flags: nowait postinstall skipifsilent runasoriginaluser; Check: not WasRunning

[Code]
const
  UninstallKey = 'Software\Microsoft\Windows\CurrentVersion\Uninstall\{#Key}_is1';
  Mutex = 'org.porchlight.Porchlight.Running';
  SecondsToEnd = 30;
  UserEnvironment = 'Environment';
  SystemEnvironment = 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment';

var
  RunningBefore, PutAside, Finished: Boolean;

function DefaultFolder(Param: String): String;
begin
  if IsAdminInstallMode then
    Result := ExpandConstant('{commonpf}\Porchlight')
  else
    Result := ExpandConstant('{localappdata}\Programs\Porchlight');
end;

function InstalledVersion: String;
begin
  Result := '';
  RegQueryStringValue(HKA, UninstallKey, 'DisplayVersion', Result);
end;

function IsInstalled: Boolean;
begin
  Result := InstalledVersion <> '';
end;

function WasRunning: Boolean;
begin
  Result := RunningBefore;
end;

{ The numbers before what tells a version that is not final, such as 1.2.0 of 1.2.0-rc.1. }
function Numbers(Version: String): String;
var
  I: Integer;
begin
  I := 1;
  while (I <= Length(Version)) and (((Version[I] >= '0') and (Version[I] <= '9')) or (Version[I] = '.')) do
    I := I + 1;
  Result := Copy(Version, 1, I - 1);
end;

function InitializeSetup: Boolean;
var
  Installed, This: Int64;
  Sentence: String;
begin
  Result := True;
  if not StrToVersion(Numbers(InstalledVersion), Installed) then
    exit;
  if StrToVersion(Numbers('{#Version}'), This) and (ComparePackedVersion(Installed, This) > 0) then
  begin
    Sentence := FmtMessage(CustomMessage('Newer'), [InstalledVersion, '{#Version}']);
    Log(Sentence);
    SuppressibleMsgBox(Sentence, mbError, MB_OK, IDOK);
    Result := False;
  end;
end;

{ Windows lets nobody write to a program that runs. }
function InUse(FileName: String): Boolean;
var
  Opened: TFileStream;
begin
  Result := False;
  if not FileExists(FileName) then
    exit;
  try
    Opened := TFileStream.Create(FileName, fmOpenReadWrite or fmShareExclusive);
    Opened.Free;
  except
    Result := True;
  end;
end;

function StillRuns: Boolean;
begin
  Result := CheckForMutexes(Mutex) or InUse(ExpandConstant('{app}\porchlight-tray.exe'))
    or InUse(ExpandConstant('{app}\porchlight.exe'));
end;

{ Asks the program that runs to end, as its own menu does, and waits until it has saved what it knows and is gone. }
function EndProgram: Boolean;
var
  Code, Waited: Integer;
  Tray: String;
begin
  Tray := ExpandConstant('{app}\porchlight-tray.exe');
  if StillRuns and FileExists(Tray) then
  begin
    Exec(Tray, 'tray --quit', '', SW_HIDE, ewNoWait, Code);
    Exec(Tray, 'tray --demo --quit', '', SW_HIDE, ewNoWait, Code);
  end;
  Waited := 0;
  while StillRuns and (Waited < SecondsToEnd * 10) do
  begin
    Sleep(100);
    Waited := Waited + 1;
  end;
  Result := not StillRuns;
  if not Result then
    Log(CustomMessage('StillRuns'));
end;

function Move(Name, Source, Target: String): Boolean;
begin
  Source := AddBackslash(ExpandConstant(Source)) + Name;
  Result := not (FileExists(Source) or DirExists(Source))
    or RenameFile(Source, AddBackslash(ExpandConstant(Target)) + Name);
end;

{ The version that is there, whole, out of the way of the new one: so no module of it is found by the new one, and it is
  there again if the new one cannot be written, because the disk is full, say. }
function MovePrevious(Source, Target: String): Boolean;
begin
  Result := Move('porchlight.exe', Source, Target) and Move('porchlight-tray.exe', Source, Target)
    and Move('_internal', Source, Target);
end;

procedure RemoveProgram;
begin
  DeleteFile(ExpandConstant('{app}\porchlight.exe'));
  DeleteFile(ExpandConstant('{app}\porchlight-tray.exe'));
  DelTree(ExpandConstant('{app}\_internal'), True, True, True);
end;

procedure PutBack;
begin
  RemoveProgram;
  if MovePrevious('{app}\previous', '{app}') then
    RemoveDir(ExpandConstant('{app}\previous'));
end;

{ False where something of it is in use; then it is as it was. }
function PutPreviousAside: Boolean;
begin
  Result := True;
  if DirExists(ExpandConstant('{app}\previous')) then
    { An installation was cut off: what lies beside it is half a program. }
    RemoveProgram
  else if FileExists(ExpandConstant('{app}\porchlight.exe')) then
  begin
    Result := CreateDir(ExpandConstant('{app}\previous')) and MovePrevious('{app}', '{app}\previous');
    if not Result then
    begin
      MovePrevious('{app}\previous', '{app}');
      RemoveDir(ExpandConstant('{app}\previous'));
    end;
  end;
  PutAside := Result and DirExists(ExpandConstant('{app}\previous'));
end;

function PrepareToInstall(var NeedsRestart: Boolean): String;
begin
  Result := '';
  RunningBefore := CheckForMutexes(Mutex);
  if not EndProgram or not PutPreviousAside then
    Result := CustomMessage('StillRuns');
end;

procedure DeinitializeSetup;
var
  Code: Integer;
begin
  if PutAside and not Finished then
  begin
    PutBack;
    if RunningBefore then
      ExecAsOriginalUser(ExpandConstant('{app}\porchlight-tray.exe'), 'tray', '', SW_SHOWNORMAL, ewNoWait, Code);
  end;
end;

function EnvironmentRoot: Integer;
begin
  if IsAdminInstallMode then
    Result := HKLM
  else
    Result := HKCU;
end;

function EnvironmentKey: String;
begin
  if IsAdminInstallMode then
    Result := SystemEnvironment
  else
    Result := UserEnvironment;
end;

{ With a semicolon at each end, so that a folder is found whole and whatever its place. }
function SearchPath: String;
begin
  Result := '';
  RegQueryStringValue(EnvironmentRoot, EnvironmentKey, 'Path', Result);
  Result := ';' + Result + ';';
end;

procedure SetSearchPath(Value: String);
begin
  while (Value <> '') and (Value[1] = ';') do
    Delete(Value, 1, 1);
  while (Value <> '') and (Value[Length(Value)] = ';') do
    Delete(Value, Length(Value), 1);
  RegWriteExpandStringValue(EnvironmentRoot, EnvironmentKey, 'Path', Value);
end;

procedure CurStepChanged(Step: TSetupStep);
var
  Folder: String;
begin
  if Step <> ssPostInstall then
    exit;
  Finished := True;
  DelTree(ExpandConstant('{app}\previous'), True, True, True);
  Folder := ExpandConstant('{app}');
  if WizardIsTaskSelected('path')
    and (Pos(';' + Lowercase(Folder) + ';', Lowercase(SearchPath)) = 0) then
    SetSearchPath(SearchPath + Folder);
end;

function InitializeUninstall: Boolean;
begin
  Result := EndProgram;
  if not Result and not UninstallSilent then
    MsgBox(CustomMessage('StillRuns'), mbError, MB_OK);
end;

procedure RemoveData;
begin
  DelTree(ExpandConstant('{localappdata}\porchlight'), True, True, True);
  DelTree(ExpandConstant('{userappdata}\porchlight'), True, True, True);
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Found: Integer;
  Path, Folder: String;
begin
  if Step <> usPostUninstall then
    exit;
  { What the program's own setting wrote, too. }
  RegDeleteValue(HKCU, 'Software\Microsoft\Windows\CurrentVersion\Run', 'Porchlight');
  Folder := ExpandConstant('{app}');
  Path := SearchPath;
  Found := Pos(';' + Lowercase(Folder) + ';', Lowercase(Path));
  if Found > 0 then
  begin
    Delete(Path, Found, Length(Folder) + 1);
    SetSearchPath(Path);
  end;
  if UninstallSilent then
  begin
    if ExpandConstant('{param:REMOVEDATA|0}') = '1' then
      RemoveData;
  end
  else if MsgBox(CustomMessage('RemoveData'), mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES then
    RemoveData;
end;
