namespace Streaming.Operators.Splitting.Punkt;

/// <summary>In which places a word was seen, and with which case; the values are those of the model files.</summary>
[Flags]
internal enum OrthographicContext
{
    /// <summary>Never seen.</summary>
    None = 0,

    /// <summary>In upper case at the start of a sentence.</summary>
    UpperAtStart = 2,

    /// <summary>In upper case within a sentence.</summary>
    UpperWithin = 4,

    /// <summary>In upper case somewhere.</summary>
    UpperSomewhere = 8,

    /// <summary>In lower case at the start of a sentence.</summary>
    LowerAtStart = 16,

    /// <summary>In lower case within a sentence.</summary>
    LowerWithin = 32,

    /// <summary>In lower case somewhere.</summary>
    LowerSomewhere = 64,

    /// <summary>In upper case anywhere.</summary>
    Upper = UpperAtStart | UpperWithin | UpperSomewhere,

    /// <summary>In lower case anywhere.</summary>
    Lower = LowerAtStart | LowerWithin | LowerSomewhere,
}
