namespace Streaming.Tokenizers.PreTokenizers;

/// <summary>Where <c>Metaspace</c> puts its mark before a piece that has none.</summary>
internal enum PrependScheme
{
    /// <summary>Before each piece.</summary>
    Always,

    /// <summary>Nowhere.</summary>
    Never,

    /// <summary>Before the piece that begins the text.</summary>
    First,
}
