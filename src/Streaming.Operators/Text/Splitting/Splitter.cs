namespace Streaming.Operators.Text.Splitting;

/// <summary>How rules split texts into words and sentences.</summary>
internal enum Splitter
{
    /// <summary>Words as spaCy's English tokens, closely: punctuation, contractions (do|n't) and units are words of their own; a sentence ends after a full stop that is a word.</summary>
    English,

    /// <summary>The same without the rules of English; a sentence ends at a run of sentence ends of any script, or at a line feed. datatrove falls back to it.</summary>
    Whitespace,

    /// <summary>Words are what stands between white space; a sentence ends at <c>. ! ?</c> before white space.</summary>
    Simple,
}

/// <summary>An operator that splits texts, whose splitter can be looked at and replaced.</summary>
internal interface ISplitsText
{
    /// <summary>The splitter.</summary>
    TextSplitter Splitter { get; set; }
}

/// <summary>Makes splitters.</summary>
internal static class Splitters
{
    /// <summary>The splitter of that name.</summary>
    public static TextSplitter Of(Splitter splitter) => splitter switch
    {
        Splitter.Simple => SimpleSplitter.Instance,
        Splitter.Whitespace => WhitespaceSplitter.Instance,
        _ => EnglishSplitter.Instance,
    };
}
