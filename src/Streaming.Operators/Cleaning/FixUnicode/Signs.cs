namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>The kinds of characters that occur in mojibake. Which kind may follow which tells it from text that was meant.</summary>
[Flags]
internal enum Signs : ushort
{
    None = 0,

    /// <summary>Seen in many contexts, proves nothing.</summary>
    Common = 1,

    /// <summary>C1 controls: of no use but in mojibake.</summary>
    C1 = 1 << 1,

    /// <summary>Hardly ever meant.</summary>
    Bad = 1 << 2,

    /// <summary>Paragraph and section sign.</summary>
    Law = 1 << 3,

    Currency = 1 << 4,

    /// <summary>Punctuation before a word.</summary>
    Opening = 1 << 5,

    /// <summary>Punctuation after a word.</summary>
    Closing = 1 << 6,

    /// <summary>Mathematics, fractions, exponents.</summary>
    Numeric = 1 << 7,

    /// <summary>Letters of faces such as (ò_ó), allowed in odd places.</summary>
    Face = 1 << 8,

    /// <summary>Accented capitals.</summary>
    Upper = 1 << 9,

    /// <summary>Accented small letters.</summary>
    Lower = 1 << 10,

    /// <summary>Greek and Cyrillic capitals, and thorn.</summary>
    UpperForeign = 1 << 11,

    /// <summary>Greek and Cyrillic small letters.</summary>
    LowerForeign = 1 << 12,

    /// <summary>Box drawings.</summary>
    Box = 1 << 13,

    /// <summary>The degree sign.</summary>
    Degree = 1 << 14,

    /// <summary>Begins one of the sequences that <see cref="TellingSequences"/> spells out.</summary>
    Telling = 1 << 15,
}
