using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Streaming.Operators.Text;

namespace Streaming.Operators.Cleaning;

/// <summary>
/// Removes sentences that occurred earlier in the text; lines stay lines. A sentence ends after <c>. 。 ! ！ ? ？</c> (also inside a number or an address), after
/// two ellipses, and after a closing quote behind one of these. With <c>ignore_special_character</c> only ASCII letters and digits, blanks and Chinese
/// characters count, so that sentences in other scripts are too short to be compared.
/// </summary>
[Operator("remove_repeat_sentences_mapper", Example = "{ lowercase: true, min_repeat_sentence_length: 5 }")]
internal sealed class RemoveRepeatSentencesMapper(RemoveRepeatSentencesMapperOptions options) : Mapper
{
    private static readonly SearchValues<char> Ordinary = SearchValues.Create(
    [
        .. "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 \n\t",
        .. Enumerable.Range(0x4E00, 0x9FA5 - 0x4E00 + 1).Select(c => (char)c),
    ]);

    protected override void Map(Sample sample)
    {
        var text = sample.Text;
        var buffer = ArrayPool<char>.Shared.Rent(PythonCase.MaxLength(text.Length));
        try
        {
            sample.Text = Rewrite(text, buffer);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private string Rewrite(string text, Span<char> buffer)
    {
        // A 128-bit hash stands for the sentence: that two differ and hash alike does not happen.
        var seen = new HashSet<UInt128>();
        StringBuilder? result = null;
        var copied = 0;
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOf('\n');
            var line = length < 0 ? text.AsSpan(start) : text.AsSpan(start, length);
            var cuts = new SentenceCuts(line);
            for (var from = 0; from < line.Length;)
            {
                var to = cuts.Next();
                if (IsRepeat(line[from..to], buffer, seen))
                {
                    (result ??= new(text.Length)).Append(text, copied, start + from - copied);
                    copied = start + to;
                }

                from = to;
            }

            start += line.Length + 1;
        }

        return result?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    private bool IsRepeat(ReadOnlySpan<char> sentence, Span<char> buffer, HashSet<UInt128> seen)
    {
        var compared = PythonText.Strip(sentence);
        if (options.Lowercase)
        {
            compared = buffer[..PythonCase.Lower(compared, buffer)];
        }

        if (options.IgnoreSpecialCharacter)
        {
            compared = OrdinaryOf(compared, buffer);
        }

        return CodePoints.Count(compared) >= options.MinRepeatSentenceLength && !seen.Add(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(compared)));
    }

    // The buffer may be the text itself: what is written never overtakes what is read.
    private static Span<char> OrdinaryOf(ReadOnlySpan<char> text, Span<char> buffer)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var length = text.IndexOfAnyExcept(Ordinary);
            var part = length < 0 ? text : text[..length];
            part.CopyTo(buffer[written..]);
            written += part.Length;
            text = length < 0 ? [] : text[(length + 1)..];
        }

        return buffer[..written];
    }
}

/// <summary>Options of <c>remove_repeat_sentences_mapper</c>.</summary>
internal sealed record RemoveRepeatSentencesMapperOptions
{
    /// <summary>Compares sentences without regard to case.</summary>
    public bool Lowercase { get; init; }

    /// <summary>Compares only ASCII letters and digits, blanks and Chinese characters.</summary>
    public bool IgnoreSpecialCharacter { get; init; } = true;

    /// <summary>Sentences with fewer characters, of those that are compared, always stay.</summary>
    [Range(0, int.MaxValue)]
    public int MinRepeatSentenceLength { get; init; } = 2;
}
