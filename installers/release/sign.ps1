# Signs programs for Windows where there is a certificate: installers/release/sign.ps1 FILE…
# The certificate is porchlight.pfx in RUNNER_TEMP, its password CERTIFICATE_PASSWORD.
param([Parameter(Mandatory)][string[]]$Files)
$ErrorActionPreference = 'Stop'
$certificate = Join-Path $env:RUNNER_TEMP 'porchlight.pfx'
if (-not (Test-Path $certificate)) {
    Write-Output 'Not signed: there is no certificate. Windows will warn whoever starts it.'
    exit 0
}
$signtool = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" | Sort-Object FullName | Select-Object -Last 1
foreach ($file in $Files) {
    & $signtool.FullName sign /q /fd sha256 /td sha256 /tr http://timestamp.digicert.com /f $certificate /p $env:CERTIFICATE_PASSWORD $file
    if ($LASTEXITCODE) { throw "$file could not be signed." }
    & $signtool.FullName verify /q /pa $file
    if ($LASTEXITCODE) { throw "The signature of $file is not valid." }
}
