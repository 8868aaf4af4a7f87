using Streaming.Operators.Acquisition;
using Streaming.Operators.Safety.OptOuts;

namespace Streaming.Operators.Safety;

/// <summary>Rejects what was crawled but reserved: pages whose meta tags or HTTP fields say that they are not to be used for text and data mining or for training.</summary>
/// <remarks>
/// Looked at, where a sample has them: the columns of <c>html_extract_mapper</c> (<c>robots</c>, <c>tdm_reservation</c>, <c>tdm_policy</c>) and the fields that the <c>warc</c> source keeps in <c>http_headers</c>:
/// <c>X-Robots-Tag</c> with the directives asked for, <c>TDM-Reservation: 1</c> (W3C's TDM Reservation Protocol), <c>Content-Usage: train-ai=n</c> (the IETF's AI preferences), <c>Content-Signal: ai-train=no</c>.
/// The reason of a reject names the signal. A robots.txt is the crawler's to keep: it is not in a record of a page.
/// </remarks>
[Operator("opt_out_filter", Example = "{ robots_key: text, directives: [noai, noindex] }")]
internal sealed class OptOutFilter(OptOutFilterOptions options) : RuleFilter
{
    private readonly RobotsDirectives _directives = new(options.Directives, options.Agents);

    /// <inheritdoc/>
    public override RowSchema Describe(RowSchema input)
    {
        string[] keys = [options.RobotsKey, options.TdmReservationKey, options.HeadersKey];
        return keys.Any(key => input.Find(key) is not null)
            ? input
            : throw new BadInputException($"None of the columns {string.Join(", ", keys)} is there: nothing could be honoured. html_extract_mapper makes the first two, the warc source the last.");
    }

    /// <inheritdoc/>
    protected override Rejection? Judge(Sample sample)
    {
        var headers = new HttpFields(sample.Meta[options.HeadersKey]);
        return OfRobots(TextOf(sample, options.RobotsKey)) ?? OfRobots(headers["x-robots-tag"]) ?? OfReservation(sample, headers)
            ?? OfPreference(headers["content-usage"], "train-ai", "n", "Content-Usage") ?? OfPreference(headers["content-signal"], "ai-train", "no", "Content-Signal");
    }

    private Rejection? OfRobots(string? text) => text is not null && _directives.FirstIn(text) is { } directive ? new($"the page says {directive}") : null;

    private Rejection? OfReservation(Sample sample, HttpFields headers)
    {
        var reservation = TextOf(sample, options.TdmReservationKey) ?? headers["tdm-reservation"];
        var policy = TextOf(sample, options.TdmPolicyKey) ?? headers["tdm-policy"];
        return options.HonourTdm && IsReserved(reservation) && (policy is null || !options.AcceptedPolicies.Contains(policy.Trim()))
            ? new(policy is null ? "text and data mining is reserved" : $"text and data mining is reserved under {(policy.Length <= 200 ? policy : policy[..200] + "…")}")
            : null;
    }

    // Of a field that came several times one is enough.
    private static bool IsReserved(string? reservation) => reservation?.Split([',', '\n'], StringSplitOptions.TrimEntries).Contains("1") == true;

    private Rejection? OfPreference(string? field, string key, string refusal, string name) =>
        options.HonourPreferences && field is not null && Preferences.Says(field, key, refusal) ? new($"{name} says {key}={refusal}") : null;

    private static string? TextOf(Sample sample, string key) => key == KnownColumns.Text ? sample.Text : sample.Meta[key] as string;
}

/// <summary>Options of <c>opt_out_filter</c>.</summary>
internal sealed record OptOutFilterOptions : IValidatesOptions
{
    /// <summary>The directives of robots that refuse a sample; <c>noindex</c>, <c>noarchive</c> and <c>none</c> speak of search engines, and are not among them unless you say so.</summary>
    public IReadOnlyList<string> Directives { get; init; } = ["noai", "noimageai", "noml"];

    /// <summary>The names under which a directive may be addressed to us (<c>X-Robots-Tag: ourbot: noai</c>); those to others are passed over. Empty: every name counts.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>Honours <c>TDM-Reservation: 1</c>.</summary>
    public bool HonourTdm { get; init; } = true;

    /// <summary>Policies of reserved pages (<c>tdm-policy</c>) that you have a licence for.</summary>
    public IReadOnlyList<string> AcceptedPolicies { get; init; } = [];

    /// <summary>Honours <c>Content-Usage</c> and <c>Content-Signal</c>.</summary>
    public bool HonourPreferences { get; init; } = true;

    /// <summary>The column with the page's directives for robots.</summary>
    public string RobotsKey { get; init; } = "robots";

    /// <summary>The column that says whether text and data mining is reserved.</summary>
    public string TdmReservationKey { get; init; } = "tdm_reservation";

    /// <summary>The column with the address of the policy.</summary>
    public string TdmPolicyKey { get; init; } = "tdm_policy";

    /// <summary>The column with HTTP's fields, a map.</summary>
    public string HeadersKey { get; init; } = "http_headers";

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate(string baseFolder)
    {
        if (Directives.Count == 0 && !HonourTdm && !HonourPreferences)
        {
            yield return new("directives", "Nothing is honoured: name directives, or leave one of the others on.");
        }
    }
}
