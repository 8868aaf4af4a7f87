using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Safety;

/// <summary>A pattern of something private and what takes its place.</summary>
/// <param name="mayHold">A quick look whether a text can hold a match at all.</param>
/// <param name="pattern">The pattern, in the syntax of Python's <c>re</c>.</param>
/// <param name="replacement">What takes its place, as a template.</param>
internal sealed class RedactionRule(Func<string, bool> mayHold, string pattern, string replacement)
{
    // What may stand before a path, and what its characters are.
    private const string PathStart = @"(^|[\s""'(\[=])";
    private const string PathCharacters = @"[^\s""')\]]";
    private const string Octet = @"(?:25[0-5]|2[0-4]\d|[01]?\d?\d)";

    private readonly PatternReplacement _replacement = new(pattern, replacement, dotAll: false, PatternDialect.Re);

    /// <summary>The text without what the rule finds.</summary>
    public string Apply(string text) => mayHold(text) ? _replacement.Replace(text) : text;

    /// <summary>The rules that options ask for, in Data-Juicer's order: what one puts in may be found by a later one.</summary>
    public static IEnumerable<RedactionRule> Of(PiiRedactionMapperOptions options)
    {
        IEnumerable<(bool Wanted, IEnumerable<RedactionRule> Rules)> groups =
        [
            (options.MaskPem, [new(Holds("-----BEGIN"), @"(?s)-----BEGIN [A-Z0-9 ]+-----.*?-----END [A-Z0-9 ]+-----", options.PemReplacement)]),
            (options.MaskJwt, [new(Holds("eyJ"), @"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", options.JwtReplacement)]),
            (options.MaskUrls, [new(Holds("://"), @"https?://[^\s<>""']+", options.UrlReplacement)]),
            (options.MaskIps, Addresses(options.IpReplacement)),
            (options.MaskMac, [new(text => text.AsSpan().ContainsAny(':', '-'), @"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b", options.MacReplacement)]),
            (options.MaskPaths, Paths(options.PathReplacement)),
            (options.MaskEmails, [new(Holds("@"), @"[a-zA-Z0-9][\w.+-]*@[\w.-]+\.(?:[a-zA-Z]{2,}|\w{2,})", options.EmailReplacement)]),
            (options.MaskSecrets, [new(IsAssigning, Secret, Kept + options.SecretReplacement)]),
            (options.MaskIds, [new(IsAssigning, @"(?i)\b((?:session|user|request|trace)[_-]?id)\s*[:=]\s*[""']?[\w.-]+", Kept + options.IdReplacement)]),
            (options.MaskChannelIds, [new(text => text.Contains("channel", StringComparison.OrdinalIgnoreCase), Channel, Kept + options.ChannelIdReplacement)]),
            (options.MaskPlatformOpenIds, OpenIds(options.ChannelIdReplacement)),
            (options.MaskPhones, Phones(options.PhoneReplacement)),
            (options.MaskIdCards, [new(HasDigits, IdCard, options.IdCardReplacement)]),
        ];
        return groups.Where(group => group.Wanted).SelectMany(group => group.Rules);
    }

    private const string Kept = @"\g<1>";

    private const string Secret =
        @"(?i)(\b(?:api[_-]?key|secret|password|passwd|token|auth|authorization|credential|license[_-]?key)\s*[:=]\s*[""']?)[^\s""',}\]]+";

    private const string Channel =
        @"(?i)(\bchannel\s*[:=]\s*[""']?|当前的\s*channel\s*[:：]\s*)(?:feishu|dingtalk|wecom|wechat_work|email|mail|飞书|钉钉|企业微信|邮箱)\b";

    private const string IdCard = @"\b[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b";

    private static RedactionRule[] Addresses(string replacement) =>
    [
        new(Holds("."), $@"\b(?:{Octet}\.){{3}}{Octet}\b", replacement),
        new(Holds("["), @"\[(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}\](?::\d{1,5})?", replacement),
    ];

    private static RedactionRule[] Paths(string replacement) =>
    [
        new(Holds("/"), $"{PathStart}/(?:Users?|home|tmp|etc|var|opt|Applications){PathCharacters}*", Kept + replacement),
        new(Holds(@":\"), $@"{PathStart}[A-Za-z]:\\{PathCharacters}*", Kept + replacement),
        new(Holds(@"\\"), $@"{PathStart}\\\\{PathCharacters}+", Kept + replacement),
    ];

    private static RedactionRule[] OpenIds(string replacement) =>
    [
        new(text => text.Contains("ou_", StringComparison.OrdinalIgnoreCase), @"(?i)\bou_[0-9a-f]{32}\b", replacement),
        new(Holds("_"), @"\b(?:ou_|u_|uid_)[0-9a-zA-Z_-]{16,64}\b", replacement),
    ];

    private static RedactionRule[] Phones(string replacement) =>
    [
        new(HasDigits, @"\b1[3-9]\d{9}\b", replacement),
        new(Holds("+"), @"\+\d{1,4}[-.\s]?\d{6,14}\b", replacement),
    ];

    private static Func<string, bool> Holds(string part) => text => text.Contains(part, StringComparison.Ordinal);

    private static bool IsAssigning(string text) => text.AsSpan().ContainsAny(':', '=');

    private static bool HasDigits(string text) => text.AsSpan().ContainsAnyInRange('0', '9');
}
