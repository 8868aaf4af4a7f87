namespace Streaming.Operators.Packing;

/// <summary>Which tokens of a document, or of a piece of one, are learned. Where all are, there is no such object.</summary>
/// <param name="borders">First and behind-last token, again and again, ascending.</param>
internal sealed class LearnedTokens(int[] borders)
{
    /// <summary>What stands in <c>labels</c> for a token that is not learned; trainers leave it out of the loss.</summary>
    public const int Ignored = -100;

    /// <summary>First and behind-last token, again and again.</summary>
    public ReadOnlySpan<int> Borders => borders;

    /// <summary>Bytes of memory taken.</summary>
    public long Bytes => borders.Length * (long)sizeof(int);

    /// <summary>Those of a stretch, counted from its beginning.</summary>
    public LearnedTokens Of(int from, int length)
    {
        var inside = new List<int>();
        for (var i = 0; i < borders.Length; i += 2)
        {
            var (start, end) = (Math.Max(borders[i] - from, 0), Math.Min(borders[i + 1] - from, length));
            if (start < end)
            {
                inside.Add(start);
                inside.Add(end);
            }
        }

        return new([.. inside]);
    }

    /// <summary>Those of a document that gets tokens before and behind it; those behind are learned where the last one of its own is.</summary>
    public LearnedTokens Between(int before, int length, int behind)
    {
        if (before == 0 && behind == 0)
        {
            return this;
        }

        var moved = Array.ConvertAll(borders, border => border + before);
        if (borders.Length > 0 && borders[^1] == length)
        {
            moved[^1] += behind;
        }

        return new(moved);
    }

    /// <summary>The labels of tokens: the ids of those that are learned.</summary>
    public static void Label(LearnedTokens? learned, ReadOnlySpan<int> ids, Span<int> labels)
    {
        if (learned is null)
        {
            ids.CopyTo(labels);
            return;
        }

        labels.Fill(Ignored);
        for (var i = 0; i < learned.Borders.Length; i += 2)
        {
            var stretch = learned.Borders[i]..learned.Borders[i + 1];
            ids[stretch].CopyTo(labels[stretch]);
        }
    }
}
