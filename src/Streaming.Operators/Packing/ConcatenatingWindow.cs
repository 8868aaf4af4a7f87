namespace Streaming.Operators.Packing;

/// <summary>The naive way, for comparison: documents one after the other, cut wherever a pack is full.</summary>
internal sealed class ConcatenatingWindow(int maxTokens) : PackingWindow(maxTokens)
{
    private readonly int _maxTokens = maxTokens;

    /// <inheritdoc/>
    public override void Add(Piece document, List<Sample> packs)
    {
        var rest = document.Tokens;
        var number = 0;
        while (OpenTokens + rest.Length >= _maxTokens)
        {
            var fits = _maxTokens - (int)OpenTokens;
            Hold(document.Part(number++, rest[..fits]));
            rest = rest[fits..];
            Flush(packs);
        }

        if (rest.Length > 0)
        {
            Hold(document.Tail(number++, rest));
        }

        Truncated += number > 1 ? 1 : 0;
    }

    /// <inheritdoc/>
    public override void Flush(List<Sample> packs)
    {
        if (Open.Count > 0)
        {
            Emit(TakeOpen(), packs);
        }
    }
}
