namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>What the characters of a text may need: most texts need nothing, and are told by one pass.</summary>
[Flags]
internal enum Traits : byte
{
    None = 0,

    /// <summary>Some fix changes, or starts at, a character.</summary>
    Fixable = 1,

    /// <summary>Some character occurs in mojibake.</summary>
    Suspect = 2,

    /// <summary>Some character may not be in the normal form by itself, or may combine with another, or is half of a pair.</summary>
    Unstable = 4,
}
