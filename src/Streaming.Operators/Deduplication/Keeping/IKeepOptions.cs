namespace Streaming.Operators.Deduplication.Keeping;

/// <summary>Options of deduplicators that choose which one of a group stays.</summary>
internal interface IKeepOptions
{
    /// <summary>Which one stays.</summary>
    KeepPolicy Keep { get; }

    /// <summary>The field that says how good a sample is.</summary>
    string? Quality { get; }

    /// <summary>Whether the lowest value is the best.</summary>
    bool KeepLowest { get; }

    /// <summary>What is wrong with them.</summary>
    IEnumerable<OptionProblem> KeepProblems()
    {
        if (Keep == KeepPolicy.Best && string.IsNullOrWhiteSpace(Quality))
        {
            yield return new("quality", "keep: best needs the field that says how good a sample is (quality).");
        }
        else if (Keep == KeepPolicy.First && (Quality is not null || KeepLowest))
        {
            yield return new("keep", "quality and keep_lowest count only with keep: best.");
        }
    }
}
