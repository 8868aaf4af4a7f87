namespace Streaming.Operators.Tagging;

/// <summary>What speaks against a sample, and how sure that makes one of a bad case.</summary>
internal sealed class BadCaseSignals
{
    /// <summary>A signal as a tag has it: <c>struct&lt;code string, detail string, weight string&gt;</c>.</summary>
    public static readonly StructType Type = new([new("code", ColumnType.String), new("detail", ColumnType.String), new("weight", ColumnType.String)]);

    private const string HighPrecision = "high_precision";
    private const string Watchlist = "watchlist";

    private readonly List<object?> _signals = [];
    private int _mediums;
    private bool _toolsFailed;
    private bool _isJudgedBad;

    /// <summary>The signals in the order in which they were found.</summary>
    public object?[] ToArray() => [.. _signals];

    /// <summary>Many calls of tools failed: strong evidence.</summary>
    public void AddToolFailure(string detail)
    {
        _toolsFailed = true;
        _signals.Add(new object?[] { "tool_message_error_pattern", detail, "high" });
    }

    /// <summary>A model judged the sample low: strong evidence where it is to be discarded, too.</summary>
    public void AddJudgement(string code, string detail, bool isStrong)
    {
        if (!isStrong)
        {
            Add(code, detail);
            return;
        }

        _isJudgedBad = true;
        _signals.Add(new object?[] { code, detail, "high" });
    }

    /// <summary>A hint.</summary>
    public void Add(string code, string detail)
    {
        _mediums++;
        _signals.Add(new object?[] { code, detail, "medium" });
    }

    /// <summary>What follows: strong evidence decides; else one hint alone, or as many as asked.</summary>
    public string Tier(bool toolFailureSuffices, int minMediums)
    {
        if (_toolsFailed)
        {
            return toolFailureSuffices ? HighPrecision : Watchlist;
        }

        return _isJudgedBad ? HighPrecision : _mediums >= minMediums || (_mediums == 1 && _signals.Count == 1) ? Watchlist : "none";
    }
}
