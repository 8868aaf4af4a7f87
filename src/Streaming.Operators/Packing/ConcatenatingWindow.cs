namespace Streaming.Operators.Packing;

/// <summary>The naive way, for comparison: documents one after the other, cut wherever a pack is full.</summary>
internal sealed class ConcatenatingWindow(int maxTokens) : PackingWindow(maxTokens)
{
    private readonly int _maxTokens = maxTokens;

    /// <inheritdoc/>
    public override void Add(in TokenizedDocument document, List<Sample> packs)
    {
        var (from, number) = (0, 0);
        while (OpenTokens + (long)document.Length - from >= _maxTokens)
        {
            var fits = _maxTokens - OpenTokens;
            Hold(document, number++, from, fits);
            from += fits;
            EmitOpen(packs);
        }

        if (from < document.Length)
        {
            Hold(document, number++, from, document.Length - from);
        }

        Truncated += number > 1 ? 1 : 0;
    }

    /// <inheritdoc/>
    public override void Finish(List<Sample> packs)
    {
        if (Open.Count > 0)
        {
            EmitOpen(packs);
        }
    }

    private void EmitOpen(List<Sample> packs)
    {
        MakeReady(TakeOpen());
        EmitReady(packs);
        Compact();
    }
}
