using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Safety;

/// <summary>Options of <c>pii_redaction_mapper</c>. What takes a place is a template in Python's syntax.</summary>
internal sealed record PiiRedactionMapperOptions
{
    /// <summary>Replaces keys and certificates in PEM form.</summary>
    public bool MaskPem { get; init; } = true;

    /// <summary>Replaces JSON web tokens.</summary>
    public bool MaskJwt { get; init; } = true;

    /// <summary>Replaces links that start with http:// or https://.</summary>
    public bool MaskUrls { get; init; }

    /// <summary>Replaces IP addresses of version 4, and those of version 6 in brackets with their port.</summary>
    public bool MaskIps { get; init; } = true;

    /// <summary>Replaces hardware addresses.</summary>
    public bool MaskMac { get; init; } = true;

    /// <summary>Replaces paths of files on Unix (in <c>/home</c>, <c>/tmp</c>, <c>/Users</c> and their like), on Windows and of network shares.</summary>
    public bool MaskPaths { get; init; } = true;

    /// <summary>Replaces e-mail addresses.</summary>
    public bool MaskEmails { get; init; } = true;

    /// <summary>Replaces the values of passwords, tokens, keys and their like, where a name and a sign (<c>password: …</c>) stand before them.</summary>
    public bool MaskSecrets { get; init; } = true;

    /// <summary>Replaces the ids of sessions, users, requests and traces after their names; the sign between vanishes.</summary>
    public bool MaskIds { get; init; } = true;

    /// <summary>Replaces the names of chat platforms after <c>channel:</c>.</summary>
    public bool MaskChannelIds { get; init; } = true;

    /// <summary>Replaces the ids that chat platforms give to users (<c>ou_…</c>).</summary>
    public bool MaskPlatformOpenIds { get; init; } = true;

    /// <summary>Replaces Chinese mobile numbers, and international numbers with a plus.</summary>
    public bool MaskPhones { get; init; } = true;

    /// <summary>Replaces Chinese identity numbers of 18 places.</summary>
    public bool MaskIdCards { get; init; } = true;

    /// <summary>What takes the place of keys in PEM form.</summary>
    [ReplacementTemplate]
    public string PemReplacement { get; init; } = "[PEM_REDACTED]";

    /// <summary>What takes the place of web tokens.</summary>
    [ReplacementTemplate]
    public string JwtReplacement { get; init; } = "[JWT_REDACTED]";

    /// <summary>What takes the place of links.</summary>
    [ReplacementTemplate]
    public string UrlReplacement { get; init; } = "[URL_REDACTED]";

    /// <summary>What takes the place of IP addresses.</summary>
    [ReplacementTemplate]
    public string IpReplacement { get; init; } = "[IP_REDACTED]";

    /// <summary>What takes the place of hardware addresses.</summary>
    [ReplacementTemplate]
    public string MacReplacement { get; init; } = "[MAC_REDACTED]";

    /// <summary>What takes the place of paths.</summary>
    [ReplacementTemplate]
    public string PathReplacement { get; init; } = "[PATH_REDACTED]";

    /// <summary>What takes the place of e-mail addresses.</summary>
    [ReplacementTemplate]
    public string EmailReplacement { get; init; } = "[EMAIL_REDACTED]";

    /// <summary>What takes the place of secrets.</summary>
    [ReplacementTemplate]
    public string SecretReplacement { get; init; } = "[REDACTED]";

    /// <summary>What takes the place of ids.</summary>
    [ReplacementTemplate]
    public string IdReplacement { get; init; } = "[ID_REDACTED]";

    /// <summary>What takes the place of phone numbers.</summary>
    [ReplacementTemplate]
    public string PhoneReplacement { get; init; } = "[PHONE_REDACTED]";

    /// <summary>What takes the place of identity numbers.</summary>
    [ReplacementTemplate]
    public string IdCardReplacement { get; init; } = "[ID_CARD_REDACTED]";

    /// <summary>What takes the place of platforms and their ids.</summary>
    [ReplacementTemplate]
    public string ChannelIdReplacement { get; init; } = "[CHANNEL_ID_REDACTED]";

    /// <summary>Further pairs of a regular expression, in the syntax of Python's <c>re</c>, and what takes its place. One that cannot be used is left out, with a warning.</summary>
    public IReadOnlyList<IReadOnlyList<string>> ExtraPatterns { get; init; } = [];

    /// <summary>Where to look: <c>text</c>, <c>messages</c> (the contents of the turns), or a column of texts, or of lists of texts.</summary>
    public IReadOnlyList<string> RedactKeys { get; init; } = ["text", "query", "response", "dialog_history", "messages"];
}
