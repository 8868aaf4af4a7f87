using System.Text;
using Streaming.Samples;

namespace Streaming.Models.Operators.Anchors;

/// <summary>A text without the marks of its pictures, its sentences, and which pictures may stand where: those of a chunk within it.</summary>
internal sealed class AnchoredText
{
    private AnchoredText(IReadOnlyList<AnchoredChunk> chunks) => Chunks = chunks;

    /// <summary>The chunks of the text, in their order.</summary>
    public IReadOnlyList<AnchoredChunk> Chunks { get; }

    /// <summary>The sentences of chunks that have pictures, as a model reads them.</summary>
    public IEnumerable<string> Sentences => Chunks.Where(chunk => chunk.Pictures > 0).SelectMany(chunk => chunk.Sentences.Select(s => chunk.Text[s]));

    /// <summary>Reads a sample. Where no picture is marked, all of them belong to the text, which then has one chunk.</summary>
    /// <exception cref="InvalidDataException">The marks are not as many as the pictures.</exception>
    public static AnchoredText Of(Sample sample, int maxSentences)
    {
        var parts = sample.Text.Split(SpecialTokens.EndOfChunk);
        var counts = Array.ConvertAll(parts, SpecialTokens.CountImages);
        if (counts.Sum() is var marked && marked == 0 && parts.Length == 1)
        {
            counts[0] = sample.Images.Count;
        }
        else if (marked != sample.Images.Count)
        {
            throw new InvalidDataException($"The text marks {marked} images, the sample has {sample.Images.Count}.");
        }

        var left = maxSentences;
        var chunks = new List<AnchoredChunk>();
        for (var i = 0; i < parts.Length; i++)
        {
            var text = counts[i] > 0 ? Unmarked(parts[i]) : parts[i];
            var sentences = counts[i] > 0 ? SentenceRanges.Of(text).Where(s => !SpecialTokens.OtherMedia.Contains(text[s], StringComparer.Ordinal)).Take(left).ToArray() : [];
            left -= sentences.Length;
            chunks.Add(new(parts[i], text, sentences, counts[i]));
        }

        return new(chunks);
    }

    /// <summary>The text with its pictures at their anchors.</summary>
    /// <param name="anchors">For each picture the number of its sentence in its chunk; ascending within a chunk. Empty for a chunk that stays as it is.</param>
    /// <param name="after">Whether a picture stands behind its sentence, not before it.</param>
    public string Place(IReadOnlyList<int[]> anchors, bool after) =>
        string.Join(SpecialTokens.EndOfChunk, Chunks.Select((chunk, i) => anchors[i].Length == 0 ? chunk.Original : chunk.Place(anchors[i], after)));

    // A mark goes with the white space behind it, as it was put in.
    private static string Unmarked(string text)
    {
        var (rest, from) = (new StringBuilder(text.Length), 0);
        for (int at; (at = text.IndexOf(SpecialTokens.Image, from, StringComparison.Ordinal)) >= 0;)
        {
            rest.Append(text, from, at - from);
            from = at + SpecialTokens.Image.Length;
            from += from < text.Length && char.IsWhiteSpace(text[from]) ? 1 : 0;
        }

        return rest.Append(text, from, text.Length - from).ToString();
    }
}
