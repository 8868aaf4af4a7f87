namespace Streaming.Operators.Text;

/// <summary>How texts are simplified before they are compared; named as in datatrove's TextNormConfig.</summary>
internal sealed record TextNormOptions
{
    /// <summary>Lower-cases, as Unicode says.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>Makes one blank of each run of white space.</summary>
    public bool NormWhitespace { get; init; } = true;

    /// <summary>Makes a blank of each punctuation mark.</summary>
    public bool RemovePunctuation { get; init; } = true;

    /// <summary>Takes marks off letters; what is left stays decomposed (NFD).</summary>
    public bool NormUnicodeDiacritics { get; init; } = true;

    /// <summary>Makes 0 of each number.</summary>
    public bool NormNumbers { get; init; } = true;

    /// <summary>Makes WEEKDAY of English names of weekdays in lower case, also within words.</summary>
    public bool NormWeekdays { get; init; }

    /// <summary>Makes MONTH of English names of months in lower case, also within words.</summary>
    public bool NormMonthnames { get; init; }
}
