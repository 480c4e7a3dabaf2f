<#
.SYNOPSIS
Reads what Certfleet must know of Exchange servers and their certificates, writes it into one file, and sends it.

.DESCRIPTION
Reads with Get- cmdlets only and changes nothing in Exchange. It writes one fleet document (JSON, "certfleet.fleet/1") for each run. Of
certificates it takes the public part (DER), the names and the states. It never exports a private key or a PFX file.

What cannot be read is left out of the file, which means "unknown". It is shown as a warning, and it stands in the file as a note.

With -Url the file goes to POST /api/v1/imports. What cannot be delivered stays in the spool folder and is sent on the next run, the oldest
first, with the same bytes. Sending a file twice is harmless: Certfleet knows it again.

It is made for PowerShell 2.0 and later, on Exchange 2010 to SE and on Edge. docs/collector.md says how to run it as a scheduled task, with
which permissions, and what it has been run on.

.PARAMETER Server
The servers to read, by name, separated by commas. Without -Server and -All: the server on which it runs.

.PARAMETER All
All servers of the organization. IIS bindings, certificates without a private key and the providers of keys can be read on this server only.

.PARAMETER SkipOrganization
Leaves out what belongs to the organization and not to a server: Send connectors, Edge subscriptions, hybrid and OAuth configuration. A key
that is bound to servers may not send it.

.PARAMETER Url
The address of Certfleet, https. Plain http is taken for this machine only.

.PARAMETER KeyFile
A file with the key of this collector: as text, or as -SaveKey writes it.

.PARAMETER Organization
The organization in Certfleet, where the key is good for several.

.PARAMETER SpoolFolder
Where files wait until they are delivered.

.PARAMETER SpoolFiles
How many files may wait. When there are more, the oldest is deleted, with a warning, a note in the next file, and exit code 73.

.PARAMETER SpoolMegabytes
How much space the waiting files may take.

.PARAMETER Proxy
The address of a proxy. Without it: the proxy of the account's own settings.

.PARAMETER TimeoutSeconds
How long one file may take to be delivered.

.PARAMETER OutputFile
Writes the file here and sends nothing.

.PARAMETER SaveKey
Asks for the key and writes it into -KeyFile, protected for this account on this machine (DPAPI). Reads nothing else.

.EXAMPLE
Export-Certfleet.ps1 -OutputFile C:\Temp\ex01.json

Reads this server and the organization into a file. Look at it, or send it by hand: certfleet import ex01.json

.EXAMPLE
Export-Certfleet.ps1 -SkipOrganization -Url https://certfleet.contoso.com -KeyFile C:\ProgramData\Certfleet\key.txt

Reads this server and sends it.

.EXAMPLE
Export-Certfleet.ps1 -All -Url https://certfleet.contoso.com -KeyFile C:\ProgramData\Certfleet\key.txt

Reads all servers and the organization and sends them.

.NOTES
Exit codes: 0 everything was read and delivered (or written). 1 nothing could be collected. 2 delivered, but something could not be read.
64 wrong use, or the key cannot be read. 65 Certfleet refused a file; it lies in the folder "refused". 69 Certfleet does not answer; the
files are kept. 73 the spool was full: the oldest files are lost. 77 the key is not accepted; the files are kept.
#>
[CmdletBinding(DefaultParameterSetName = 'File')]
param(
    [Parameter(ParameterSetName = 'File')]
    [Parameter(ParameterSetName = 'Send')]
    [string[]]$Server,

    [Parameter(ParameterSetName = 'File')]
    [Parameter(ParameterSetName = 'Send')]
    [switch]$All,

    [Parameter(ParameterSetName = 'File')]
    [Parameter(ParameterSetName = 'Send')]
    [switch]$SkipOrganization,

    [Parameter(ParameterSetName = 'File', Mandatory = $true)]
    [string]$OutputFile,

    [Parameter(ParameterSetName = 'Send', Mandatory = $true)]
    [string]$Url,

    [Parameter(ParameterSetName = 'Send', Mandatory = $true)]
    [Parameter(ParameterSetName = 'Key', Mandatory = $true)]
    [string]$KeyFile,

    [Parameter(ParameterSetName = 'Send')]
    [string]$Organization,

    [Parameter(ParameterSetName = 'Send')]
    [string]$SpoolFolder = "$env:ProgramData\Certfleet\spool",

    [Parameter(ParameterSetName = 'Send')]
    [ValidateRange(1, 10000)]
    [int]$SpoolFiles = 200,

    [Parameter(ParameterSetName = 'Send')]
    [ValidateRange(1, 100000)]
    [int]$SpoolMegabytes = 500,

    [Parameter(ParameterSetName = 'Send')]
    [string]$Proxy,

    [Parameter(ParameterSetName = 'Send')]
    [ValidateRange(5, 3600)]
    [int]$TimeoutSeconds = 120,

    [Parameter(ParameterSetName = 'Key', Mandatory = $true)]
    [switch]$SaveKey
)

# ---------------------------------------------------------------------------------------------------------------------------------------
# The cmdlets of Exchange: those of the shell in which this runs, else the snap-in on an Edge server, else the remote shell of Exchange. This
# stands first and outside of any function, because the script of that shell is made neither for strict mode nor for another scope.
# ---------------------------------------------------------------------------------------------------------------------------------------

$ConnectFault = ''
$IsEdge = (Test-Path -Path 'HKLM:\SOFTWARE\Microsoft\ExchangeServer\v15\EdgeTransportRole') -or
    (Test-Path -Path 'HKLM:\SOFTWARE\Microsoft\ExchangeServer\v14\EdgeTransportRole')
if (-not $SaveKey -and $null -eq (Get-Command -Name 'Get-ExchangeServer' -ErrorAction SilentlyContinue)) {
    try {
        if ($IsEdge) {
            $SnapIns = @('Microsoft.Exchange.Management.PowerShell.SnapIn', 'Microsoft.Exchange.Management.PowerShell.E2010')
            foreach ($Registered in @(Get-PSSnapin -Registered -ErrorAction Stop)) {
                if ($SnapIns -contains $Registered.Name) { Add-PSSnapin -Name $Registered.Name -ErrorAction Stop }
            }
        }
        elseif ([string]$env:ExchangeInstallPath -eq '') {
            throw 'ExchangeInstallPath is not set: neither Exchange nor its management tools are installed here.'
        }
        else {
            . "$env:ExchangeInstallPath\bin\RemoteExchange.ps1"
            Connect-ExchangeServer -auto
        }
    }
    catch {
        $ConnectFault = $_.Exception.Message
    }
}

Set-StrictMode -Version 2.0

$CollectorVersion = '1.0.0'

# ---------------------------------------------------------------------------------------------------------------------------------------
# What is read. One row for each key of the file: the key, the property of the object, and how its value is written. A property that an
# object does not have leaves its key out; a property without a value is written as null.
# ---------------------------------------------------------------------------------------------------------------------------------------

$Fields = @{
    Organization     = @(
        'name Name Text'
    )
    EdgeSubscription = @(
        'edgeServer Name Text',
        'adSite Site Name'
    )
    Server           = @(
        'fqdn Fqdn Text',
        'netbiosName Name Text',
        'version AdminDisplayVersion Version',
        'build AdminDisplayVersion Build',
        'roles ServerRole Roles',
        'adSite Site Name'
    )
    Certificate      = @(
        'thumbprint Thumbprint Text',
        'subject Subject Text',
        'issuer Issuer Text',
        'notBefore NotBefore Instant',
        'notAfter NotAfter Instant',
        'hasPrivateKey HasPrivateKey Flag',
        'friendlyName FriendlyName Text',
        'raw RawData Bytes'
    )
    ExchangeState    = @(
        'isSelfSigned IsSelfSigned Flag',
        'status Status Word',
        'rootCaType RootCAType Word',
        'services Services Words'
    )
    TransportService = @(
        'internalTransportCertificate InternalTransportCertificateThumbprint Text'
    )
    ReceiveConnector = @(
        'name Name Text',
        'transportRole TransportRole Word',
        'enabled Enabled Flag',
        'bindings Bindings Texts',
        'remoteIpRanges RemoteIPRanges Texts',
        'authMechanism AuthMechanism Words',
        'fqdn Fqdn Text',
        'tlsCertificateName TlsCertificateName Text',
        'requireTls RequireTLS Flag',
        'domainSecureEnabled DomainSecureEnabled Flag',
        'suppressXAnonymousTls SuppressXAnonymousTls Flag',
        'tlsDomainCapabilities TlsDomainCapabilities Texts'
    )
    SendConnector    = @(
        'name Name Text',
        'enabled Enabled Flag',
        'sourceServers SourceTransportServers Names',
        'fqdn Fqdn Text',
        'tlsCertificateName TlsCertificateName Text',
        'requireTls RequireTLS Flag',
        'tlsAuthLevel TlsAuthLevel Word',
        'tlsDomain TlsDomain Text',
        'domainSecureEnabled DomainSecureEnabled Flag',
        'ignoreStartTls IgnoreSTARTTLS Flag',
        'dnsRoutingEnabled DNSRoutingEnabled Flag',
        'smartHosts SmartHosts Texts',
        'smartHostAuthMechanism SmartHostAuthMechanism Word',
        'frontendProxyEnabled FrontendProxyEnabled Flag',
        'cloudServicesMailEnabled CloudServicesMailEnabled Flag',
        'addressSpaces AddressSpaces Texts'
    )
    Hybrid           = @(
        'tlsCertificateName TlsCertificateName Text',
        'sendingServers SendingTransportServers Names',
        'receivingServers ReceivingTransportServers Names',
        'edgeServers EdgeTransportServers Names'
    )
    AuthConfig       = @(
        'currentThumbprint CurrentCertificateThumbprint Text',
        'nextThumbprint NextCertificateThumbprint Text',
        'previousThumbprint PreviousCertificateThumbprint Text'
    )
    ClientProtocol   = @(
        'x509CertificateName X509CertificateName Text'
    )
    UmService        = @(
        'startupMode UMStartupMode Word'
    )
    VirtualDirectory = @(
        'internalUrl InternalUrl Text',
        'externalUrl ExternalUrl Text'
    )
    OutlookAnywhere  = @(
        'internalUrl InternalHostname RpcUrl',
        'externalUrl ExternalHostname RpcUrl'
    )
}

# What Exchange calls a role, and what the file calls it.
$RoleWords = @{
    Mailbox          = 'Mailbox'
    ClientAccess     = 'ClientAccess'
    Cafe             = 'ClientAccess'
    HubTransport     = 'HubTransport'
    Edge             = 'EdgeTransport'
    EdgeTransport    = 'EdgeTransport'
    UnifiedMessaging = 'UnifiedMessaging'
}

# The first build of 15.2 that is the Subscription Edition.
$FirstSubscriptionBuild = 2562

# The exit codes, the worst last.
$OutcomesByWeight = @(0, 2, 65, 69, 77, 73, 64, 1)

# ---------------------------------------------------------------------------------------------------------------------------------------
# Notes and the exit code
# ---------------------------------------------------------------------------------------------------------------------------------------

$MostNotes = 200
$Notes = New-Object System.Collections.ArrayList
$Run = @{ Outcome = 0; NotesLeftOut = 0 }

function Set-Outcome {
    param([int]$Code)
    if ([Array]::IndexOf($OutcomesByWeight, $Code) -gt [Array]::IndexOf($OutcomesByWeight, $Run.Outcome)) { $Run.Outcome = $Code }
}

# One line, and not too long: messages of Exchange have several lines.
function Get-ShortText {
    param([string]$Text)
    $line = [regex]::Replace($Text, '\s+', ' ').Trim()
    if ($line.Length -gt 400) { $line = $line.Substring(0, 400) }
    return $line
}

# Says on the screen and in the file that something could not be read. What nobody expected to be readable here does not change the exit code.
function Add-Note {
    param([string]$Place, [string]$Message, [switch]$Expected)
    $short = Get-ShortText $Message
    Write-Warning "${Place}: $short"
    if (-not $Expected) { Set-Outcome 2 }
    if ($Notes.Count -ge $MostNotes) {
        $Run.NotesLeftOut = $Run.NotesLeftOut + 1
        return
    }
    $note = New-Object System.Collections.Specialized.OrderedDictionary
    $note.Add('place', $Place)
    $note.Add('message', $short)
    [void]$Notes.Add($note)
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# Values of objects as values of the file. Everything is added to its target and nothing is returned: a list that is returned would be
# unrolled, and an empty list would become null, which says something else.
# ---------------------------------------------------------------------------------------------------------------------------------------

# The text of a value; null for none and for blanks.
function Get-TextOf {
    param($Value)
    if ($null -eq $Value) { return $null }
    $text = ([string]$Value).Trim()
    if ($text -eq '') { return $null }
    return $text
}

# The name of what an Active Directory object points at: its Name, or the last part of its path.
function Get-NameOf {
    param($Value)
    if ($null -eq $Value) { return $null }
    $property = $Value.PSObject.Properties['Name']
    if ($null -ne $property) {
        $name = Get-TextOf $property.Value
        if ($null -ne $name) { return $name }
    }
    $text = Get-TextOf $Value
    if ($null -eq $text) { return $null }
    return $text.Substring($text.LastIndexOf('/') + 1)
}

function Get-InstantText {
    param([DateTime]$Instant)
    $utc = $Instant.ToUniversalTime()
    return $utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", [System.Globalization.CultureInfo]::InvariantCulture)
}

# Major, minor, build and revision of "Version 15.2 (Build 1544.4)"; nothing if it is written in another way.
function Get-BuildParts {
    param($Value)
    if ([string]$Value -match '^(?:Version\s+)?(\d{1,5})\.(\d{1,5})(?:\s*\(Build\s+|\.)(\d{1,5})\.(\d{1,5})\)?\s*$') {
        return @([int]$Matches[1], [int]$Matches[2], [int]$Matches[3], [int]$Matches[4])
    }
    return $null
}

function Get-VersionName {
    param($Parts)
    if ($Parts[0] -eq 8) { return '2007' }
    if ($Parts[0] -eq 14) { return '2010' }
    if ($Parts[0] -ne 15) { return $null }
    if ($Parts[1] -eq 0) { return '2013' }
    if ($Parts[1] -eq 1) { return '2016' }
    if ($Parts[1] -ne 2) { return $null }
    if ($Parts[2] -ge $FirstSubscriptionBuild) { return 'SE' }
    return '2019'
}

# The words of a set such as "Tls, BasicAuth", as a list. "None" is the empty list.
function Add-WordList {
    param($Target, [string]$Key, [string]$Text)
    $words = New-Object System.Collections.ArrayList
    foreach ($word in $Text.Split(',')) {
        $trimmed = $word.Trim()
        if ($trimmed -ne '' -and $trimmed -ne 'None') { [void]$words.Add($trimmed) }
    }
    $Target.Add($Key, $words)
}

function Add-RoleList {
    param($Target, [string]$Key, [string]$Text)
    $roles = New-Object System.Collections.ArrayList
    foreach ($word in $Text.Split(',')) {
        $role = $RoleWords[$word.Trim()]
        if ($null -ne $role -and -not $roles.Contains($role)) { [void]$roles.Add($role) }
    }
    $Target.Add($Key, $roles)
}

# The elements of a list, as their texts or as the names of what they point at.
function Add-ElementList {
    param($Target, [string]$Key, $Value, [bool]$AsNames)
    $elements = New-Object System.Collections.ArrayList
    foreach ($element in $Value) {
        if ($AsNames) { $text = Get-NameOf $element } else { $text = Get-TextOf $element }
        if ($null -ne $text) { [void]$elements.Add($text) }
    }
    $Target.Add($Key, $elements)
}

# What has no text but a number has come without its words: it stays unknown.
function Add-WordValue {
    param($Target, [string]$Key, $Value, [string]$Kind)
    $text = [string]$Value
    if ($text -match '^\s*-?\d+\s*$') { throw "$Key came as the number $text and not as words." }
    switch ($Kind) {
        'Words' { Add-WordList $Target $Key $text }
        'Roles' { Add-RoleList $Target $Key $text }
        default { $Target.Add($Key, (Get-TextOf $text)) }
    }
}

function Add-VersionValue {
    param($Target, [string]$Key, $Value, [string]$Kind)
    $parts = Get-BuildParts $Value
    if ($null -eq $parts) { throw "the version '$Value' is not understood." }
    if ($Kind -eq 'Build') {
        $Target.Add($Key, [string]::Join('.', [string[]]$parts))
        return
    }
    $version = Get-VersionName $parts
    if ($null -eq $version) { throw "the version '$Value' is no version of Exchange that this collector knows." }
    $Target.Add($Key, $version)
}

function Add-FlagValue {
    param($Target, [string]$Key, $Value)
    if ($Value -is [bool]) { $Target.Add($Key, [bool]$Value) }
    elseif ([string]$Value -eq 'True') { $Target.Add($Key, $true) }
    elseif ([string]$Value -eq 'False') { $Target.Add($Key, $false) }
    else { throw "$Key is neither true nor false." }
}

# Adds one value under its key. Throws when it cannot be written as that kind; then the key stays away.
function Add-Value {
    param($Target, [string]$Key, $Value, [string]$Kind)
    if ($null -eq $Value) {
        $Target.Add($Key, $null)
        return
    }
    switch ($Kind) {
        'Text' { $Target.Add($Key, (Get-TextOf $Value)) }
        'Flag' { Add-FlagValue $Target $Key $Value }
        'Name' { $Target.Add($Key, (Get-NameOf $Value)) }
        'Names' { Add-ElementList $Target $Key $Value $true }
        'Texts' { Add-ElementList $Target $Key $Value $false }
        'Instant' { $Target.Add($Key, (Get-InstantText $Value)) }
        'Bytes' { $Target.Add($Key, [Convert]::ToBase64String([byte[]]$Value)) }
        'Version' { Add-VersionValue $Target $Key $Value $Kind }
        'Build' { Add-VersionValue $Target $Key $Value $Kind }
        'RpcUrl' {
            $hostName = Get-TextOf $Value
            if ($null -eq $hostName) { $Target.Add($Key, $null) } else { $Target.Add($Key, "https://$hostName/rpc") }
        }
        default { Add-WordValue $Target $Key $Value $Kind }
    }
}

# Adds the keys of one table that the object has a property for.
function Add-Fields {
    param($Target, $Source, [string]$Table, [string]$Place)
    foreach ($row in $Fields[$Table]) {
        $words = $row.Split(' ')
        $property = $Source.PSObject.Properties[$words[1]]
        if ($null -eq $property) { continue }
        try {
            Add-Value $Target $words[0] $property.Value $words[2]
        }
        catch {
            Add-Note $Place "$($words[1]): $($_.Exception.Message)"
        }
    }
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# Asking Exchange
# ---------------------------------------------------------------------------------------------------------------------------------------

function Test-Cmdlet {
    param([string]$Name)
    $found = Get-Command -Name $Name -ErrorAction SilentlyContinue
    return ($null -ne $found)
}

# An answer that is not there.
function New-Reading {
    return (New-Object PSObject -Property @{ Known = $false; Items = (New-Object System.Collections.ArrayList) })
}

# Runs one question. Known is false when it failed in any way, also after a part of the answer: half a list would look like a whole one.
function Read-Exchange {
    param([string]$Cmdlet, [string]$About, [scriptblock]$Question)
    $reading = New-Reading
    $place = $Cmdlet
    if ($About -ne '') { $place = "$Cmdlet $About" }
    if (-not (Test-Cmdlet $Cmdlet)) {
        Add-Note $place 'There is no such cmdlet here, or this account may not run it.'
        return $reading
    }
    $Error.Clear()
    try {
        foreach ($item in @(& $Question)) {
            if ($null -ne $item) { [void]$reading.Items.Add($item) }
        }
        if ($Error.Count -gt 0) { throw $Error[0] }
        $reading.Known = $true
    }
    catch {
        Add-Note $place $_.Exception.Message
    }
    return $reading
}

function Test-Unset {
    param($Entry, [string]$Key)
    return (-not $Entry.Contains($Key) -or $null -eq $Entry[$Key])
}

# A list of named objects under its key; no key when they could not be read, or one of them came without its name.
function Add-ObjectList {
    param($Target, [string]$Key, $Reading, [string]$Table, [string]$Place)
    if (-not $Reading.Known) { return }
    $list = New-Object System.Collections.ArrayList
    foreach ($item in $Reading.Items) {
        $entry = New-Object System.Collections.Specialized.OrderedDictionary
        Add-Fields $entry $item $Table $Place
        if (Test-Unset $entry 'name') {
            Add-Note $Place 'An object came without its name: the list is taken as unknown.'
            return
        }
        [void]$list.Add($entry)
    }
    $Target.Add($Key, $list)
}

# One object under its key: null when there is known to be none, no key when it could not be read.
function Add-OneObject {
    param($Target, [string]$Key, $Reading, [string]$Table, [string]$Place)
    if (-not $Reading.Known) { return }
    if ($Reading.Items.Count -eq 0) {
        $Target.Add($Key, $null)
        return
    }
    $entry = New-Object System.Collections.Specialized.OrderedDictionary
    Add-Fields $entry $Reading.Items[0] $Table $Place
    $Target.Add($Key, $entry)
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# The organization
# ---------------------------------------------------------------------------------------------------------------------------------------

# Edge servers are listed by their short names with the domain beside it.
function Add-EdgeSubscriptions {
    param($Target)
    $reading = Read-Exchange 'Get-EdgeSubscription' '' { Get-EdgeSubscription -ErrorAction Stop }
    if (-not $reading.Known) { return }
    $list = New-Object System.Collections.ArrayList
    foreach ($item in $reading.Items) {
        $entry = New-Object System.Collections.Specialized.OrderedDictionary
        Add-Fields $entry $item 'EdgeSubscription' 'Get-EdgeSubscription'
        $domain = $item.PSObject.Properties['Domain']
        if ($null -ne $domain -and $null -ne (Get-TextOf $domain.Value) -and -not (Test-Unset $entry 'edgeServer')) {
            $name = $entry['edgeServer']
            if ($name.IndexOf('.') -lt 0) { $entry['edgeServer'] = "$name.$(Get-TextOf $domain.Value)" }
        }
        [void]$list.Add($entry)
    }
    $Target.Add('edgeSubscriptions', $list)
}

function Add-Organization {
    param($Target)
    $config = Read-Exchange 'Get-OrganizationConfig' '' { Get-OrganizationConfig -ErrorAction Stop }
    if ($config.Known -and $config.Items.Count -eq 1) {
        Add-Fields $Target $config.Items[0] 'Organization' 'Get-OrganizationConfig'
    }
    $senders = Read-Exchange 'Get-SendConnector' '' { Get-SendConnector -ErrorAction Stop }
    Add-ObjectList $Target 'sendConnectors' $senders 'SendConnector' 'Get-SendConnector'
    Add-EdgeSubscriptions $Target
    $hybrid = Read-Exchange 'Get-HybridConfiguration' '' { Get-HybridConfiguration -ErrorAction Stop }
    Add-OneObject $Target 'hybrid' $hybrid 'Hybrid' 'Get-HybridConfiguration'
    $auth = Read-Exchange 'Get-AuthConfig' '' { Get-AuthConfig -ErrorAction Stop }
    Add-OneObject $Target 'authConfig' $auth 'AuthConfig' 'Get-AuthConfig'
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# Certificates of a server
# ---------------------------------------------------------------------------------------------------------------------------------------

# The certificates of this computer, with and without private key.
function Read-LocalStore {
    $reading = New-Reading
    try {
        foreach ($item in @(Get-ChildItem -Path 'Cert:\LocalMachine\My' -ErrorAction Stop)) {
            if ($null -ne $item -and $null -ne $item.PSObject.Properties['RawData']) { [void]$reading.Items.Add($item) }
        }
        $reading.Known = $true
    }
    catch {
        Add-Note 'Cert:\LocalMachine\My' $_.Exception.Message
    }
    return $reading
}

# The kind of provider that holds each private key, by thumbprint. certutil names the provider in every language alike.
function Get-KeyProviders {
    $providers = @{}
    $thumbprint = $null
    try {
        $lines = @(certutil.exe -silent -store My)
    }
    catch {
        Add-Note 'certutil -store My' $_.Exception.Message
        return $providers
    }
    foreach ($line in $lines) {
        if ([string]$line -match '\(sha1\)\s*:\s*([0-9A-Fa-f ]{40,60})\s*$') {
            $thumbprint = $Matches[1].Replace(' ', '').ToUpperInvariant()
        }
        elseif ($null -ne $thumbprint -and [string]$line -match '=\s*(\S.*Provider\b.*)$') {
            $provider = $Matches[1]
            if ($provider -match 'Key Storage Provider|Platform Crypto Provider') { $providers[$thumbprint] = 'CNG' }
            elseif ($provider -match 'Cryptographic (Service )?Provider') { $providers[$thumbprint] = 'CAPI' }
        }
    }
    return $providers
}

# Adds the certificates that are not there yet. What came without its thumbprint makes the reading an unknown one.
function Add-CertificatesOf {
    param($ByThumbprint, $Reading, [bool]$FromExchange, [string]$Place)
    foreach ($item in $Reading.Items) {
        $entry = New-Object System.Collections.Specialized.OrderedDictionary
        Add-Fields $entry $item 'Certificate' $Place
        if (Test-Unset $entry 'thumbprint') {
            Add-Note $Place 'A certificate came without its thumbprint. Run this script in the Exchange Management Shell.'
            $Reading.Known = $false
            continue
        }
        $thumbprint = $entry['thumbprint'].ToUpperInvariant()
        if ($ByThumbprint.Contains($thumbprint)) { continue }
        $entry['thumbprint'] = $thumbprint
        if ($FromExchange) {
            Add-Fields $entry $item 'ExchangeState' $Place
            if (-not $entry.Contains('services')) {
                Add-Note $Place "The certificate $thumbprint came without its services. Run this script in the Exchange Management Shell."
            }
        }
        $ByThumbprint.Add($thumbprint, $entry)
    }
}

# Exchange lists what has a private key, the store of this computer everything. A server that shows no certificate at all was not read.
function Read-ListedCertificates {
    param([string]$Name, [string]$Place)
    $listed = Read-Exchange 'Get-ExchangeCertificate' $Name { Get-ExchangeCertificate -Server $Name -ErrorAction Stop }
    if ($listed.Known -and $listed.Items.Count -eq 0) {
        Add-Note $Place 'The answer is empty, which no Exchange server is: it is taken as unknown.'
        return (New-Reading)
    }
    if (-not $listed.Known) { return (New-Reading) }
    return $listed
}

function Add-Certificates {
    param($Target, [string]$Name, [bool]$IsLocal)
    $place = "Get-ExchangeCertificate $Name"
    $byThumbprint = New-Object System.Collections.Specialized.OrderedDictionary
    $listed = Read-ListedCertificates $Name $place
    Add-CertificatesOf $byThumbprint $listed $true $place
    $stored = New-Reading
    if ($IsLocal) {
        $stored = Read-LocalStore
        Add-CertificatesOf $byThumbprint $stored $false 'Cert:\LocalMachine\My'
    }
    if (-not ($listed.Known -or $stored.Known)) { return }
    $providers = @{}
    if ($IsLocal) { $providers = Get-KeyProviders }
    $certificates = New-Object System.Collections.ArrayList
    foreach ($entry in $byThumbprint.Values) {
        $thumbprint = $entry['thumbprint']
        if ($providers.ContainsKey($thumbprint)) { $entry.Add('keyProvider', $providers[$thumbprint]) }
        [void]$certificates.Add($entry)
    }
    $Target.Add('certificates', $certificates)
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# IIS of this computer: the sites from its configuration file, the certificates from http.sys. Works without any module of IIS.
# ---------------------------------------------------------------------------------------------------------------------------------------

# The certificates that http.sys holds, by "address:port" or "name:port". Null when they cannot be read. The labels of netsh are
# translated, so only the values are looked at.
function Get-BoundCertificates {
    $bound = @{}
    $current = $null
    try {
        $lines = @(netsh.exe http show sslcert)
        if ($LASTEXITCODE -ne 0) { throw "netsh ended with $LASTEXITCODE." }
    }
    catch {
        Add-Note 'netsh http show sslcert' $_.Exception.Message
        return $null
    }
    foreach ($line in $lines) {
        $value = ''
        if ([string]$line -match '^\s+\S.*?\s+:\s(.*)$') { $value = $Matches[1].Trim() }
        if ($value -match '^\S+:\d{1,5}$') {
            $current = $value.ToLowerInvariant()
            $bound[$current] = $null
        }
        elseif ($null -ne $current -and $null -eq $bound[$current] -and $value -match '^[0-9A-Fa-f]{40}$') {
            $bound[$current] = $value.ToUpperInvariant()
        }
    }
    return $bound
}

# The sites of IIS as XML; null when there is no IIS or they cannot be read, with a note in that case.
function Read-Sites {
    $system = "$env:SystemRoot\System32"
    if (Test-Path -Path "$env:SystemRoot\Sysnative") { $system = "$env:SystemRoot\Sysnative" }
    try {
        $redirection = New-Object System.Xml.XmlDocument
        $redirection.XmlResolver = $null
        $redirection.Load("$system\inetsrv\config\redirection.config")
        $redirected = $redirection.SelectSingleNode('/configuration/configurationRedirection')
        if ($null -ne $redirected -and $redirected.GetAttribute('enabled') -eq 'true') {
            throw 'The configuration of IIS stands on another computer (shared configuration).'
        }
        $configuration = New-Object System.Xml.XmlDocument
        $configuration.XmlResolver = $null
        $configuration.Load("$system\inetsrv\config\applicationHost.config")
        return $configuration
    }
    catch {
        Add-Note 'IIS applicationHost.config' $_.Exception.Message
        return $null
    }
}

# Where http.sys keeps the certificate of a binding.
function Get-BindingAddress {
    param([string]$IpAddress, [int]$Port, [string]$HostName, [bool]$Sni)
    if ($Sni -and $HostName -ne '') { return "${HostName}:$Port".ToLowerInvariant() }
    if ($IpAddress -eq '' -or $IpAddress -eq '*') { return "0.0.0.0:$Port" }
    return "${IpAddress}:$Port".ToLowerInvariant()
}

function Add-IisBinding {
    param($List, [string]$Site, $Binding, $Bound)
    $protocol = $Binding.GetAttribute('protocol')
    if ($protocol -ne 'https' -and $protocol -ne 'http') { return }
    $information = [regex]::Match($Binding.GetAttribute('bindingInformation'), '^(.*):(\d{1,5}):([^:]*)$')
    if (-not $information.Success) { return }
    $ipAddress = $information.Groups[1].Value
    $port = [int]$information.Groups[2].Value
    $hostName = $information.Groups[3].Value
    $flags = 0
    if ($Binding.GetAttribute('sslFlags') -match '^\d{1,4}$') { $flags = [int]$Matches[0] }
    $sni = (($flags -band 1) -ne 0)
    $entry = New-Object System.Collections.Specialized.OrderedDictionary
    $entry.Add('site', $Site)
    $entry.Add('protocol', $protocol)
    $entry.Add('ipAddress', $ipAddress)
    $entry.Add('port', $port)
    $entry.Add('hostName', $hostName)
    $entry.Add('sni', $sni)
    if ($protocol -eq 'https' -and ($flags -band 2) -ne 0) {
        Add-Note "IIS $Site" 'A binding takes its certificate from the central store: which one is unknown.'
    }
    elseif ($protocol -eq 'https' -and $null -ne $Bound) {
        $address = Get-BindingAddress $ipAddress $port $hostName $sni
        $entry.Add('thumbprint', $Bound[$address])
    }
    [void]$List.Add($entry)
}

function Add-IisBindings {
    param($Target)
    $list = New-Object System.Collections.ArrayList
    $services = @(Get-Service -ErrorAction SilentlyContinue)
    if ($services.Count -eq 0) {
        Add-Note 'Get-Service' 'The services of this computer are not shown: whether it has IIS is unknown.'
        return
    }
    $web = @($services | Where-Object { $_.Name -eq 'W3SVC' })
    if ($web.Count -gt 0) {
        $configuration = Read-Sites
        if ($null -eq $configuration) { return }
        $bound = Get-BoundCertificates
        foreach ($site in $configuration.SelectNodes('/configuration/system.applicationHost/sites/site')) {
            $siteName = $site.GetAttribute('name')
            foreach ($binding in $site.SelectNodes('bindings/binding')) {
                Add-IisBinding $list $siteName $binding $bound
            }
        }
    }
    $Target.Add('iisBindings', $list)
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# Virtual directories
# ---------------------------------------------------------------------------------------------------------------------------------------

# With this parameter Exchange answers from Active Directory and does not ask IIS of the other server.
function Get-DirectoryOptions {
    param([string]$Cmdlet)
    $options = @{}
    foreach ($found in @(Get-Command -Name $Cmdlet -ErrorAction SilentlyContinue)) {
        if ($null -ne $found -and $found.Parameters.ContainsKey('ADPropertiesOnly')) { $options['ADPropertiesOnly'] = $true }
    }
    return $options
}

# All kinds, or none: a list that lacks a kind would say that there is no such directory.
function Add-VirtualDirectories {
    param($Target, [string]$Name, [string]$Version)
    $kinds = @(
        @('owa', 'Get-OwaVirtualDirectory', { Get-OwaVirtualDirectory -Server $Name @options -ErrorAction Stop }),
        @('ecp', 'Get-EcpVirtualDirectory', { Get-EcpVirtualDirectory -Server $Name @options -ErrorAction Stop }),
        @('ews', 'Get-WebServicesVirtualDirectory', { Get-WebServicesVirtualDirectory -Server $Name @options -ErrorAction Stop }),
        @('oab', 'Get-OabVirtualDirectory', { Get-OabVirtualDirectory -Server $Name @options -ErrorAction Stop }),
        @('activesync', 'Get-ActiveSyncVirtualDirectory', { Get-ActiveSyncVirtualDirectory -Server $Name @options -ErrorAction Stop }),
        @('autodiscover', 'Get-AutodiscoverVirtualDirectory', { Get-AutodiscoverVirtualDirectory -Server $Name @options -ErrorAction Stop }),
        @('powershell', 'Get-PowerShellVirtualDirectory', { Get-PowerShellVirtualDirectory -Server $Name @options -ErrorAction Stop }),
        @('mapi', 'Get-MapiVirtualDirectory', { Get-MapiVirtualDirectory -Server $Name @options -ErrorAction Stop }),
        @('outlookAnywhere', 'Get-OutlookAnywhere', { Get-OutlookAnywhere -Server $Name @options -ErrorAction Stop })
    )
    $list = New-Object System.Collections.ArrayList
    $complete = $true
    foreach ($kind in $kinds) {
        if ($kind[0] -eq 'mapi' -and $Version -eq '2010') { continue }
        $options = Get-DirectoryOptions $kind[1]
        $reading = Read-Exchange $kind[1] $Name $kind[2]
        if (-not $reading.Known) { $complete = $false }
        $table = 'VirtualDirectory'
        if ($kind[0] -eq 'outlookAnywhere') { $table = 'OutlookAnywhere' }
        foreach ($item in $reading.Items) {
            $entry = New-Object System.Collections.Specialized.OrderedDictionary
            $entry.Add('kind', $kind[0])
            Add-Fields $entry $item $table "$($kind[1]) $Name"
            [void]$list.Add($entry)
        }
    }
    if ($complete) { $Target.Add('virtualDirectories', $list) }
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# A server
# ---------------------------------------------------------------------------------------------------------------------------------------

function Add-Transport {
    param($Target, [string]$Name)
    $cmdlet = 'Get-TransportService'
    $question = { Get-TransportService -Identity $Name -ErrorAction Stop }
    if (-not (Test-Cmdlet $cmdlet)) {
        $cmdlet = 'Get-TransportServer'
        $question = { Get-TransportServer -Identity $Name -ErrorAction Stop }
    }
    $service = Read-Exchange $cmdlet $Name $question
    if ($service.Known -and $service.Items.Count -eq 1) {
        Add-Fields $Target $service.Items[0] 'TransportService' "$cmdlet $Name"
    }
    $connectors = Read-Exchange 'Get-ReceiveConnector' $Name { Get-ReceiveConnector -Server $Name -ErrorAction Stop }
    Add-ObjectList $Target 'receiveConnectors' $connectors 'ReceiveConnector' "Get-ReceiveConnector $Name"
}

function Add-ClientProtocols {
    param($Target, [string]$Name)
    $pop = Read-Exchange 'Get-PopSettings' $Name { Get-PopSettings -Server $Name -ErrorAction Stop }
    Add-OneObject $Target 'popSettings' $pop 'ClientProtocol' "Get-PopSettings $Name"
    $imap = Read-Exchange 'Get-ImapSettings' $Name { Get-ImapSettings -Server $Name -ErrorAction Stop }
    Add-OneObject $Target 'imapSettings' $imap 'ClientProtocol' "Get-ImapSettings $Name"
}

function Add-UnifiedMessaging {
    param($Target, [string]$Name)
    if (Test-Cmdlet 'Get-UMService') {
        $um = Read-Exchange 'Get-UMService' $Name { Get-UMService -Identity $Name -ErrorAction Stop }
        Add-OneObject $Target 'umSettings' $um 'UmService' "Get-UMService $Name"
    }
    elseif (Test-Cmdlet 'Get-UMServer') {
        $um = Read-Exchange 'Get-UMServer' $Name { Get-UMServer -Identity $Name -ErrorAction Stop }
        Add-OneObject $Target 'umSettings' $um 'UmService' "Get-UMServer $Name"
    }
}

# What a server has depends on its roles; what it cannot have is not asked for.
function Get-Duties {
    param($Server)
    $roles = @()
    if ($Server.Contains('roles') -and $null -ne $Server['roles']) { $roles = @($Server['roles']) }
    $version = ''
    if ($Server.Contains('version')) { $version = [string]$Server['version'] }
    $modern = ($version -ne '2010' -and $version -ne '2007')
    $client = ($roles -contains 'ClientAccess') -or ($modern -and $roles -contains 'Mailbox')
    return @{
        Version   = $version
        Edge      = ($roles -contains 'EdgeTransport')
        Transport = ($roles -contains 'HubTransport') -or ($roles -contains 'EdgeTransport') -or ($modern -and $client)
        Client    = $client
        Um        = ($roles -contains 'UnifiedMessaging') -or ($version -eq '2013') -or ($version -eq '2016' -and $client)
    }
}

function Add-Server {
    param($Servers, $ExchangeServer)
    $entry = New-Object System.Collections.Specialized.OrderedDictionary
    Add-Fields $entry $ExchangeServer 'Server' 'Get-ExchangeServer'
    if ((Test-Unset $entry 'fqdn') -or (Test-Unset $entry 'netbiosName')) {
        Add-Note 'Get-ExchangeServer' 'A server came without its names and was left out.'
        return
    }
    [void]$Servers.Add($entry)
    Write-Host "reading $($entry['fqdn'])"
    $name = $entry['netbiosName']
    $isLocal = ($name -eq $env:COMPUTERNAME)
    $duties = Get-Duties $entry
    if ($duties.Edge -and -not $isLocal) {
        Add-Note $entry['fqdn'] 'An Edge server can be read on itself only: run the collector there.' -Expected
        return
    }
    Add-Certificates $entry $name $isLocal
    if ($duties.Transport) { Add-Transport $entry $name }
    if ($duties.Client) {
        Add-ClientProtocols $entry $name
        Add-VirtualDirectories $entry $name $duties.Version
    }
    if ($duties.Um) { Add-UnifiedMessaging $entry $name }
    if ($isLocal) { Add-IisBindings $entry }
    else {
        $unseen = 'its IIS bindings, the providers of its keys and its certificates without private key were not seen'
        Add-Note $entry['fqdn'] "Read from another server: $unseen." -Expected
    }
}

# What can be said of this computer when Exchange does not even say its name.
function Add-NamelessServer {
    param($Servers)
    $network = [System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties()
    $fqdn = $network.HostName
    if ($network.DomainName -ne '') { $fqdn = "$fqdn.$($network.DomainName)" }
    $entry = New-Object System.Collections.Specialized.OrderedDictionary
    $entry.Add('fqdn', $fqdn)
    $entry.Add('netbiosName', $env:COMPUTERNAME)
    [void]$Servers.Add($entry)
    Add-Certificates $entry $env:COMPUTERNAME $true
    Add-IisBindings $entry
}

function Add-Servers {
    param($Servers)
    if ($All) {
        $found = Read-Exchange 'Get-ExchangeServer' '' { Get-ExchangeServer -ErrorAction Stop }
        foreach ($item in $found.Items) { if ($found.Known) { Add-Server $Servers $item } }
        return
    }
    $names = @($env:COMPUTERNAME)
    # powershell.exe -File hands over "a,b" as one text.
    if ($null -ne $Server -and $Server.Length -gt 0) { $names = [string]::Join(',', $Server).Split(',') }
    foreach ($asked in $names) {
        $name = $asked.Trim()
        if ($name -eq '') { continue }
        $found = Read-Exchange 'Get-ExchangeServer' $name { Get-ExchangeServer -Identity $name -ErrorAction Stop }
        if ($found.Known -and $found.Items.Count -eq 1) { Add-Server $Servers $found.Items[0] }
        elseif ($name -eq $env:COMPUTERNAME) { Add-NamelessServer $Servers }
    }
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# JSON. PowerShell 2.0 has no writer of its own. Pure ASCII: everything else is escaped.
# ---------------------------------------------------------------------------------------------------------------------------------------

function Add-JsonText {
    param([System.Text.StringBuilder]$Builder, [string]$Text)
    [void]$Builder.Append('"')
    if ($Text -match '^[\x20\x21\x23-\x5B\x5D-\x7E]*\z') {
        [void]$Builder.Append($Text)
    }
    else {
        for ($i = 0; $i -lt $Text.Length; $i++) {
            $character = $Text[$i]
            $code = [int]$character
            if ([char]::IsHighSurrogate($character) -and $i + 1 -lt $Text.Length -and [char]::IsLowSurrogate($Text[$i + 1])) {
                [void]$Builder.Append('\u').Append($code.ToString('x4'))
                $i++
                $code = [int]$Text[$i]
            }
            elseif ($code -eq 0 -or [char]::IsSurrogate($character)) { $code = 0xFFFD }
            if ($code -eq 34 -or $code -eq 92) { [void]$Builder.Append('\').Append([char]$code) }
            elseif ($code -ge 32 -and $code -le 126) { [void]$Builder.Append([char]$code) }
            else { [void]$Builder.Append('\u').Append($code.ToString('x4')) }
        }
    }
    [void]$Builder.Append('"')
}

function Add-Json {
    param([System.Text.StringBuilder]$Builder, $Value)
    if ($null -eq $Value) { [void]$Builder.Append('null') }
    elseif ($Value -is [string]) { Add-JsonText $Builder $Value }
    elseif ($Value -is [bool]) { if ($Value) { [void]$Builder.Append('true') } else { [void]$Builder.Append('false') } }
    elseif ($Value -is [int]) { [void]$Builder.Append($Value.ToString([System.Globalization.CultureInfo]::InvariantCulture)) }
    elseif ($Value -is [System.Collections.Specialized.OrderedDictionary]) {
        $separator = '{'
        foreach ($pair in $Value.GetEnumerator()) {
            [void]$Builder.Append($separator)
            Add-JsonText $Builder $pair.Key
            [void]$Builder.Append(':')
            Add-Json $Builder $pair.Value
            $separator = ','
        }
        if ($separator -eq '{') { [void]$Builder.Append('{') }
        [void]$Builder.Append('}')
    }
    elseif ($Value -is [System.Collections.ArrayList]) {
        $separator = '['
        foreach ($element in $Value) {
            [void]$Builder.Append($separator)
            Add-Json $Builder $element
            $separator = ','
        }
        if ($separator -eq '[') { [void]$Builder.Append('[') }
        [void]$Builder.Append(']')
    }
    else { throw "There is no JSON for $($Value.GetType().FullName)." }
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# The document
# ---------------------------------------------------------------------------------------------------------------------------------------

# The fleet document of this run as bytes; null when nothing could be collected. "at" is the beginning: what is changed while the servers
# are read came after it.
function Get-DocumentBytes {
    param([DateTime]$Begin)
    $collector = New-Object System.Collections.Specialized.OrderedDictionary
    $collector.Add('name', 'Export-Certfleet.ps1')
    $collector.Add('version', $CollectorVersion)
    $collector.Add('host', [string]$env:COMPUTERNAME)
    $document = New-Object System.Collections.Specialized.OrderedDictionary
    $document.Add('format', 'certfleet.fleet/1')
    $document.Add('at', (Get-InstantText $Begin))
    $document.Add('collector', $collector)
    $content = 0
    if (-not ($SkipOrganization -or $IsEdge)) {
        $organization = New-Object System.Collections.Specialized.OrderedDictionary
        Add-Organization $organization
        $content = $organization.Count
        if ($content -gt 0) { $document.Add('organization', $organization) }
    }
    $servers = New-Object System.Collections.ArrayList
    Add-Servers $servers
    foreach ($entry in $servers) { if ($entry.Count -gt 2) { $content = $content + 1 } }
    if ($content -eq 0) { return $null }
    if ($Run.NotesLeftOut -gt 0) {
        $Notes[$Notes.Count - 1]['message'] = "$($Run.NotesLeftOut + 1) more notes were left out."
    }
    $collector.Add('notes', $Notes)
    $document.Add('servers', $servers)
    $builder = New-Object System.Text.StringBuilder
    Add-Json $builder $document
    [void]$builder.Append("`n")
    $bytes = (New-Object System.Text.UTF8Encoding($false)).GetBytes($builder.ToString())
    return , $bytes
}

# .NET has a current folder of its own: a relative path is taken from that of the shell.
function Get-FullPath {
    param([string]$Path)
    return $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
}

# Writes under another name first, so that a file under its own name is always whole.
function Write-WholeFile {
    param([string]$Path, [byte[]]$Bytes)
    $part = "$Path.part"
    [System.IO.File]::WriteAllBytes($part, $Bytes)
    if ([System.IO.File]::Exists($Path)) { [System.IO.File]::Delete($Path) }
    [System.IO.File]::Move($part, $Path)
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# The key
# ---------------------------------------------------------------------------------------------------------------------------------------

function Get-ClearText {
    param([System.Security.SecureString]$Secret)
    $pointer = [System.Runtime.InteropServices.Marshal]::SecureStringToBSTR($Secret)
    try {
        return [System.Runtime.InteropServices.Marshal]::PtrToStringBSTR($pointer)
    }
    finally {
        [System.Runtime.InteropServices.Marshal]::ZeroFreeBSTR($pointer)
    }
}

function Save-Key {
    param([string]$Path)
    $secret = Read-Host -Prompt 'Key of this collector' -AsSecureString
    $text = ConvertFrom-SecureString -SecureString $secret
    Write-WholeFile $Path ([System.Text.Encoding]::ASCII.GetBytes("$text`r`n"))
    Write-Host "The key was written to $Path. Only this account on this computer can read it."
}

# The key as text, or null when there is none to be had. A long row of hex digits is a key as -SaveKey wrote it.
function Read-Key {
    param([string]$Path)
    try {
        $text = [System.IO.File]::ReadAllText($Path).Trim()
        if ($text -match '^[0-9A-Fa-f]{128,}\z') { $text = (Get-ClearText (ConvertTo-SecureString -String $text)).Trim() }
        if ($text -match '^[\x21-\x7E]{16,1024}\z') { return $text }
        throw 'The file holds no key: one line of 16 to 1024 characters without blanks.'
    }
    catch {
        Write-Warning "The key in $Path cannot be read: $($_.Exception.Message)"
        return $null
    }
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# Sending
# ---------------------------------------------------------------------------------------------------------------------------------------

# The address of the imports, or null when this is no address that a key may be sent to.
function Get-ImportAddress {
    param([string]$Base)
    $address = $null
    if (-not [System.Uri]::TryCreate($Base, [System.UriKind]::Absolute, [ref]$address)) { return $null }
    if ($address.UserInfo -ne '' -or $address.Query -ne '' -or $address.Fragment -ne '') { return $null }
    if ($address.Scheme -ne 'https' -and -not ($address.Scheme -eq 'http' -and $address.IsLoopback)) { return $null }
    return $address.AbsoluteUri.TrimEnd('/') + '/api/v1/imports'
}

# TLS 1.2, which old versions of .NET do not use by themselves. The certificate of Certfleet is always checked.
function Enable-Tls12 {
    try {
        [System.Net.ServicePointManager]::SecurityProtocol = [Enum]::ToObject([System.Net.SecurityProtocolType], 3072)
        return $true
    }
    catch {
        Write-Warning 'This .NET Framework does not know TLS 1.2. Install the update for it (KB3154518 and its like).'
        return $false
    }
}

function New-ImportRequest {
    param([string]$Address, [string]$FileName, [string]$Key, [int]$Length)
    $query = '?filename=' + [System.Uri]::EscapeDataString($FileName)
    if ($Organization -ne '') { $query = $query + '&organization=' + [System.Uri]::EscapeDataString($Organization) }
    $request = [System.Net.WebRequest]::Create($Address + $query)
    $request.Method = 'POST'
    $request.ContentType = 'application/json'
    $request.Accept = 'application/json'
    $request.UserAgent = "Export-Certfleet/$CollectorVersion"
    $request.AllowAutoRedirect = $false
    $request.Timeout = $TimeoutSeconds * 1000
    $request.ReadWriteTimeout = $TimeoutSeconds * 1000
    $request.ServicePoint.Expect100Continue = $false
    $request.Headers.Add('Authorization', "Bearer $Key")
    # What time it is here, so that a clock that is off shows.
    $invariant = [System.Globalization.CultureInfo]::InvariantCulture
    $request.Headers.Add('Certfleet-Sent-At', [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ss.fffZ', $invariant))
    $request.ContentLength = $Length
    if ($Proxy -ne '') { $request.Proxy = New-Object System.Net.WebProxy($Proxy) }
    if ($null -ne $request.Proxy) { $request.Proxy.Credentials = [System.Net.CredentialCache]::DefaultCredentials }
    return $request
}

# The first part of an answer, which is enough for a ticket or a reason.
function Get-AnswerText {
    param($Response)
    $reader = New-Object System.IO.StreamReader($Response.GetResponseStream())
    try {
        $buffer = New-Object 'char[]' 8192
        $length = $reader.ReadBlock($buffer, 0, $buffer.Length)
        return (New-Object System.String($buffer, 0, $length))
    }
    catch {
        return ''
    }
    finally {
        $reader.Close()
    }
}

# Sends one file. Status is the answer's, 0 when there was none; Text tells more.
function Send-Document {
    param([string]$Address, [string]$Path, [string]$Key)
    $status = 0
    $text = ''
    $response = $null
    try {
        $bytes = [System.IO.File]::ReadAllBytes($Path)
        $request = New-ImportRequest $Address ([System.IO.Path]::GetFileName($Path)) $Key $bytes.Length
        $stream = $request.GetRequestStream()
        try { $stream.Write($bytes, 0, $bytes.Length) } finally { $stream.Close() }
        $response = $request.GetResponse()
    }
    catch {
        $fault = $_.Exception
        $text = $fault.Message
        while ($null -ne $fault -and $fault -isnot [System.Net.WebException]) { $fault = $fault.InnerException }
        if ($null -ne $fault) {
            $text = $fault.Message
            $response = $fault.Response
        }
    }
    if ($null -ne $response) {
        $status = [int]$response.StatusCode
        $text = Get-AnswerText $response
        $response.Close()
    }
    return (New-Object PSObject -Property @{ Status = $status; Text = $text })
}

# The sentence of a problem document, or the answer itself.
function Get-Reason {
    param([string]$Text)
    if ($Text -match '"detail"\s*:\s*"((?:[^"\\]|\\.)*)"') { return (Get-ShortText $Matches[1]) }
    return (Get-ShortText $Text)
}

# Sends what waits, the oldest first. Stops at the first file that nobody took; a file that was refused for its content does not stop others.
function Send-Spool {
    param([string]$Address, [string]$Key)
    $refusals = @(400, 409, 413, 415, 422)
    foreach ($file in @(Get-SpooledFiles $SpoolFolder)) {
        $answer = Send-Document $Address $file.FullName $Key
        if ($answer.Status -eq 202 -and $answer.Text -match '"ticket"\s*:\s*"([0-9a-fA-F-]+)"') {
            Write-Host "$($file.Name): delivered, ticket $($Matches[1])"
            [System.IO.File]::Delete($file.FullName)
        }
        elseif ($refusals -contains $answer.Status) {
            Write-Warning "$($file.Name): refused ($($answer.Status)). $(Get-Reason $answer.Text)"
            Set-Outcome 65
            Move-Aside $file
        }
        else {
            Write-Warning "$($file.Name): not delivered ($($answer.Status)), kept for the next run. $(Get-Reason $answer.Text)"
            if ($answer.Status -eq 401 -or $answer.Status -eq 403) { Set-Outcome 77 } else { Set-Outcome 69 }
            return
        }
    }
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# The spool
# ---------------------------------------------------------------------------------------------------------------------------------------

# The waiting files, the oldest first: their names begin with their time.
function Get-SpooledFiles {
    param([string]$Folder)
    if (-not (Test-Path -Path $Folder)) { return }
    Get-ChildItem -Path $Folder -Filter 'certfleet-*.json' |
        Where-Object { -not $_.PSIsContainer -and $_.Name -like 'certfleet-*.json' } |
        Sort-Object -Property Name
}

function Move-Aside {
    param($File)
    $folder = [System.IO.Path]::Combine($SpoolFolder, 'refused')
    [void][System.IO.Directory]::CreateDirectory($folder)
    $target = [System.IO.Path]::Combine($folder, $File.Name)
    if ([System.IO.File]::Exists($target)) { [System.IO.File]::Delete($target) }
    [System.IO.File]::Move($File.FullName, $target)
}

# Makes room for one more file. What is given up is told: on the screen, by the exit code and in the next file.
function Limit-Folder {
    param([string]$Folder)
    $files = @(Get-SpooledFiles $Folder)
    $size = [long]0
    foreach ($file in $files) { $size = $size + $file.Length }
    $given = 0
    $count = $files.Length
    foreach ($file in $files) {
        if ($count -lt $SpoolFiles -and $size -le [long]$SpoolMegabytes * 1048576) { break }
        [System.IO.File]::Delete($file.FullName)
        $count = $count - 1
        $size = $size - $file.Length
        $given = $given + 1
    }
    if ($given -gt 0) {
        Set-Outcome 73
        $range = "from $($files[0].Name) to $($files[$given - 1].Name)"
        Add-Note $Folder "The folder was full: the $given oldest files, $range, were deleted and are lost."
    }
}

function Get-SpoolName {
    param([DateTime]$Begin)
    $stamp = $Begin.ToUniversalTime().ToString('yyyyMMddHHmmssfff', [System.Globalization.CultureInfo]::InvariantCulture)
    return "certfleet-$stamp-$($env:COMPUTERNAME).json"
}

# ---------------------------------------------------------------------------------------------------------------------------------------
# The run
# ---------------------------------------------------------------------------------------------------------------------------------------

if ($SaveKey) {
    Save-Key (Get-FullPath $KeyFile)
    exit 0
}

$begin = [DateTime]::UtcNow
$address = $null
$key = $null
$lock = $null
if ($Url -ne '') {
    $address = Get-ImportAddress $Url
    if ($null -eq $address) {
        Write-Warning "This is no address to send to: $Url. It must be https, without a user name, a query or a fragment."
        exit 64
    }
    $key = Read-Key (Get-FullPath $KeyFile)
    $SpoolFolder = Get-FullPath $SpoolFolder
    if ($null -eq $key) { exit 64 }
    if (-not (Enable-Tls12)) { exit 1 }
    try {
        [void][System.IO.Directory]::CreateDirectory($SpoolFolder)
        $lock = [System.IO.File]::Open("$SpoolFolder\run.lock", 'OpenOrCreate', 'ReadWrite', 'None')
    }
    catch {
        Write-Warning "The spool folder $SpoolFolder cannot be used, or another run is using it: $($_.Exception.Message)"
        exit 1
    }
}

try {
    if ($null -ne $lock) {
        Limit-Folder $SpoolFolder
        Limit-Folder ([System.IO.Path]::Combine($SpoolFolder, 'refused'))
    }
    if ($ConnectFault -ne '') { Add-Note 'Exchange Management Shell' $ConnectFault }
    $bytes = Get-DocumentBytes $begin
    if ($null -eq $bytes) {
        Write-Warning 'Nothing could be read: no file was written.'
        Set-Outcome 1
    }
    elseif ($null -eq $lock) {
        Write-WholeFile (Get-FullPath $OutputFile) $bytes
        Write-Host "$OutputFile was written, $($Notes.Count) notes."
    }
    else {
        Write-WholeFile ([System.IO.Path]::Combine($SpoolFolder, (Get-SpoolName $begin))) $bytes
    }
    if ($null -ne $lock) { Send-Spool $address $key }
}
catch {
    Write-Warning "The run failed: $($_.Exception.Message)"
    Set-Outcome 1
}
finally {
    if ($null -ne $lock) { $lock.Close() }
}
exit $Run.Outcome
