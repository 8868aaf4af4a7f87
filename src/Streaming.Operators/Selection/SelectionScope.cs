namespace Streaming.Operators.Selection;

/// <summary>Among what a selector picks.</summary>
internal enum SelectionScope
{
    /// <summary>Among the whole input, which must be bounded.</summary>
    Dataset,

    /// <summary>Among the samples of each epoch, with what was counted in earlier ones: for data that never ends.</summary>
    Stream,
}
