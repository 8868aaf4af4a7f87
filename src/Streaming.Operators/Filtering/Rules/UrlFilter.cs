using Streaming.Operators.Filtering.Rules.Urls;

namespace Streaming.Operators.Filtering.Rules;

/// <summary>
/// Keeps samples whose address is on no list: of registered domains and host names, of whole addresses, of words in them (one of the banned ones, or several of the soft
/// ones), of parts of words. As datatrove: its order of rules, its reasons.
/// </summary>
/// <remarks>
/// The lists are yours, inline or in files (one entry a line, <c>#</c> starts a comment): datatrove's own are not part of this. Host names keep their case, so upper-case ones
/// escape the lists, as there; words are compared as they stand, parts of words in lower case with everything but ASCII letters and digits taken out. What a registered domain is
/// says a public suffix list: the file given, else the system's, else a few hundred well-known suffixes. A sample without an address is a dead letter.
/// </remarks>
[Operator("url_filter", Example = "{ url_key: text, extra_domains: [example.net], banned_words: [casino] }")]
internal sealed class UrlFilter(UrlFilterOptions options) : RuleFilter
{
    private FieldPath? _url;
    private HashSet<string> _domains = [];
    private HashSet<string> _urls = [];
    private UrlWords? _words;
    private PublicSuffixes _suffixes = PublicSuffixes.Basic;

    public override RowSchema Describe(RowSchema input)
    {
        FieldPath.Find(options.UrlKey, input);
        return input;
    }

    public override ValueTask OpenAsync(OperatorContext context)
    {
        _url = FieldPath.Find(options.UrlKey, context.Input);
        _domains = [.. Entries(options.ExtraDomains, options.ExtraDomainsFile)];
        _urls = [.. Entries(options.ExtraUrls, options.ExtraUrlsFile)];
        _words = new(
            Entries(options.BannedWords, options.BannedWordsFile),
            Entries(options.SoftBannedWords, options.SoftBannedWordsFile),
            options.SoftWordThreshold,
            Entries(options.BannedSubwords, options.BannedSubwordsFile));
        if (_domains.Count > 0)
        {
            _suffixes = ReadSuffixes(context);
        }

        return ValueTask.CompletedTask;
    }

    protected override Rejection? Judge(Sample sample)
    {
        if (_url!.Of(sample) is not string { Length: > 0 } url)
        {
            throw new FormatException($"It has no address in the field '{options.UrlKey}'.");
        }

        var reason = BrokenByName(url) ?? _words!.Broken(url);
        return reason is null ? null : new(reason);
    }

    private string? BrokenByName(string url)
    {
        if (_domains.Count > 0)
        {
            var host = HostName.Of(url, _suffixes);
            if (_domains.Contains(host.Registered))
            {
                return "domain";
            }

            if (_domains.Contains(host.Full))
            {
                return "subdomain";
            }
        }

        return _urls.Contains(url) ? "url" : null;
    }

    private PublicSuffixes ReadSuffixes(OperatorContext context)
    {
        if (options.PublicSuffixList is { } given)
        {
            return PublicSuffixes.Read(Existing(given));
        }

        if (File.Exists(PublicSuffixes.SystemPath))
        {
            return PublicSuffixes.Read(PublicSuffixes.SystemPath);
        }

        context.Warn($"{context.Name}: this machine has no public suffix list ({PublicSuffixes.SystemPath}); a few hundred well-known suffixes stand in for it.");
        return PublicSuffixes.Basic;
    }

    private static IEnumerable<string> Entries(IReadOnlyList<string> inline, string? file) =>
        inline.Concat(file is null ? [] : File.ReadLines(Existing(file)).Where(line => !string.IsNullOrWhiteSpace(line)))
            .Where(entry => entry[0] != '#')
            .Select(entry => entry.Trim());

    private static string Existing(string path) => File.Exists(path) ? path : throw new BadInputException($"There is no file '{path}'.");
}

/// <summary>Options of <c>url_filter</c>.</summary>
internal sealed record UrlFilterOptions : IValidatesOptions
{
    /// <summary>The field with the address, as a dotted path: <c>url</c>, <c>meta.url</c>, <c>text</c>.</summary>
    public string UrlKey { get; init; } = "url";

    /// <summary>How many different soft words an address may not hold.</summary>
    public int SoftWordThreshold { get; init; } = 2;

    /// <summary>Registered domains (<c>example.co.uk</c>) and host names (<c>shop.example.com</c>) to reject.</summary>
    public IReadOnlyList<string> ExtraDomains { get; init; } = [];

    /// <summary>A file with more of them.</summary>
    [PathOption]
    public string? ExtraDomainsFile { get; init; }

    /// <summary>Addresses to reject.</summary>
    public IReadOnlyList<string> ExtraUrls { get; init; } = [];

    /// <summary>A file with more of them.</summary>
    [PathOption]
    public string? ExtraUrlsFile { get; init; }

    /// <summary>Words to reject.</summary>
    public IReadOnlyList<string> BannedWords { get; init; } = [];

    /// <summary>A file with more of them.</summary>
    [PathOption]
    public string? BannedWordsFile { get; init; }

    /// <summary>Parts of words to reject.</summary>
    public IReadOnlyList<string> BannedSubwords { get; init; } = [];

    /// <summary>A file with more of them.</summary>
    [PathOption]
    public string? BannedSubwordsFile { get; init; }

    /// <summary>Words to reject where <c>soft_word_threshold</c> different ones come together.</summary>
    public IReadOnlyList<string> SoftBannedWords { get; init; } = [];

    /// <summary>A file with more of them.</summary>
    [PathOption]
    public string? SoftBannedWordsFile { get; init; }

    /// <summary>datatrove's own lists, which are not part of this: only <c>false</c> is accepted.</summary>
    public bool UseIntegratedLists { get; init; }

    /// <summary>A public suffix list in the format of publicsuffix.org; null: the system's.</summary>
    [PathOption]
    public string? PublicSuffixList { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (UseIntegratedLists)
        {
            yield return new("use_integrated_lists", "datatrove's own lists are not part of this: name yours (extra_domains_file and so on), and leave this out.");
        }

        if (new[] { ExtraDomains, ExtraUrls, BannedWords, BannedSubwords, SoftBannedWords }.Any(list => list.Contains("")))
        {
            yield return new(null, "A list has an empty entry.");
        }
    }
}
