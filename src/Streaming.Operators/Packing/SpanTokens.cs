using Streaming.Operators.Text;
using Streaming.Tokenizers;

namespace Streaming.Operators.Packing;

/// <summary>Turns spans of characters into stretches of tokens: a token belongs where its first character does.</summary>
internal static class SpanTokens
{
    // Offsets as the model gives them: a byte-level post-processor would take the spaces out, and a token begin where its space does not.
    private static readonly EncodingOptions _untouched = new() { PostProcess = false };

    /// <summary>The tokens of a text, and which of them are learned.</summary>
    /// <param name="tokenizer">Gives ids and offsets.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">What <see cref="LearnedSpans"/> says of the text.</param>
    /// <exception cref="InvalidDataException">The spans do not fit the text.</exception>
    public static EncodedText Encode(ITracingTokenizer tokenizer, string text, object value)
    {
        var spans = Read(value, text);
        var encoding = tokenizer.EncodeWithOffsets(text, options: _untouched);
        var borders = new List<int>();
        var span = 0;
        for (var token = 0; token < encoding.Length; token++)
        {
            // Tokens come in the order of the text, but for those that a normalizer moves.
            var character = encoding.Offsets[token].Start;
            span = span > 0 && character < spans[span - 1] ? 0 : span;
            while (span < spans.Length && character >= spans[span + 1])
            {
                span += 2;
            }

            if (span < spans.Length && character >= spans[span])
            {
                Add(borders, token);
            }
        }

        return new(encoding.Ids, new([.. borders]));
    }

    private static void Add(List<int> borders, int token)
    {
        if (borders.Count > 0 && borders[^1] == token)
        {
            borders[^1]++;
            return;
        }

        borders.Add(token);
        borders.Add(token + 1);
    }

    private static long[] Read(object value, string text)
    {
        var spans = value switch
        {
            long[] numbers => numbers,
            object?[] list => Array.ConvertAll(list, number => number as long? ?? throw Unfit("a list of numbers is expected")),
            _ => throw Unfit("a list of numbers is expected"),
        };
        if (spans.Length % 2 != 0)
        {
            throw Unfit($"{spans.Length} numbers are no pairs of start and end");
        }

        var (last, characters) = (0L, CodePoints.Count(text));
        foreach (var border in spans)
        {
            if (border < last || border > characters)
            {
                throw Unfit($"{border} is before {last} or behind the text's {characters} characters");
            }

            last = border;
        }

        return spans;
    }

    private static InvalidDataException Unfit(string why) =>
        new($"The spans to be learned do not fit the text ({why}): the text must not be changed after they were marked.");
}
