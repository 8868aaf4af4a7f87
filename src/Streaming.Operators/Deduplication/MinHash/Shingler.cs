using System.Buffers;
using System.Text;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Patterns;

namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>Cuts texts into shingles, as Data-Juicer's tokenizations do.</summary>
internal abstract class Shingler
{
    private static readonly SearchValues<char> ContextDependent = SearchValues.Create("Σİ");

    /// <summary>Whether letters are lowered first.</summary>
    public required bool Lowercase { get; init; }

    /// <summary>What is left out, or null.</summary>
    public required PatternReplacement? Ignore { get; init; }

    /// <summary>Tokens in a shingle.</summary>
    public required int Window { get; init; }

    /// <summary>The shingler of a tokenization.</summary>
    public static Shingler Of(Tokenization tokenization, int window, bool lowercase, string? ignorePattern, string? model = null)
    {
        var ignore = string.IsNullOrEmpty(ignorePattern) ? null : new PatternReplacement(ignorePattern, "", dotAll: false);
        return tokenization switch
        {
            Tokenization.Space => new SpaceShingler { Lowercase = lowercase, Ignore = ignore, Window = window },
            Tokenization.Punctuation => new PunctuationShingler { Lowercase = lowercase, Ignore = ignore, Window = window },
            Tokenization.Character => new CharacterShingler { Lowercase = lowercase, Ignore = ignore, Window = window },
            _ => new PieceShingler(SentencePieces.Load(model!)) { Lowercase = lowercase, Ignore = ignore, Window = window },
        };
    }

    /// <summary>Replaces the shingles by those of <paramref name="text"/>.</summary>
    public void Cut(string text, Shingles shingles)
    {
        shingles.Begin(Window);
        if (Ignore is not null)
        {
            text = Ignore.Replace(Lowercase ? PythonCase.ToLower(text) : text);
        }

        Cut(text, Lowercase && Ignore is null, shingles);
    }

    /// <summary>Adds the text's tokens.</summary>
    protected abstract void Cut(string text, bool lower, Shingles shingles);

    /// <summary>Writes the text to the buffer and returns how many bytes it took.</summary>
    protected static int Encode(string text, bool lower, Shingles shingles)
    {
        if (!lower || text.AsSpan().ContainsAny(ContextDependent))
        {
            text = lower ? PythonCase.ToLower(text) : text;
            return Encoding.UTF8.GetBytes(text, shingles.Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));
        }

        return EncodeLowered(text, shingles.Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));
    }

    // Most text is ASCII with a few other letters and quotes: the ASCII runs are lowered and narrowed in one vectorised step.
    private static int EncodeLowered(ReadOnlySpan<char> text, Span<byte> utf8)
    {
        var written = 0;
        Span<char> lowered = stackalloc char[128];
        while (text.Length > 0)
        {
            Ascii.ToLower(text, utf8[written..], out var ascii);
            written += ascii;
            text = text[ascii..];
            var other = text.IndexOfAnyInRange('\0', '\x7F');
            var run = text[..Math.Min(other < 0 ? text.Length : other, lowered.Length)];
            if (run.Length == lowered.Length && char.IsHighSurrogate(run[^1]))
            {
                run = run[..^1];
            }

            run.ToLowerInvariant(lowered);
            written += Encoding.UTF8.GetBytes(lowered[..run.Length], utf8[written..]);
            text = text[run.Length..];
        }

        return written;
    }
}

/// <summary>Tokens are what stands between blanks (only U+0020), without empty ones.</summary>
internal sealed class SpaceShingler : Shingler
{
    protected override void Cut(string text, bool lower, Shingles shingles)
    {
        var length = Encode(text, lower, shingles);
        var utf8 = shingles.Utf8.AsSpan();
        var written = 0;
        for (var at = 0; at < length;)
        {
            var blank = utf8[at..length].IndexOf((byte)' ');
            var size = blank < 0 ? length - at : blank;
            if (size > 0)
            {
                // Runs of blanks become one, in place: tokens never move to the right.
                if (written != at)
                {
                    utf8.Slice(at, size).CopyTo(utf8[written..]);
                }

                shingles.AddToken(written, written + size);
                written += size;
                if (written < utf8.Length)
                {
                    utf8[written++] = (byte)' ';
                }
            }

            at += size + 1;
        }
    }
}

/// <summary>Tokens are what stands between punctuation marks (<c>\p{P}</c>), empty ones too; a blank takes the mark's place.</summary>
internal sealed class PunctuationShingler : Shingler
{
    protected override void Cut(string text, bool lower, Shingles shingles)
    {
        var length = Encode(text, lower, shingles);
        var utf8 = shingles.Utf8.AsSpan();
        var (start, written) = (0, 0);
        for (var at = 0; at < length;)
        {
            Rune.DecodeFromUtf8(utf8[at..length], out var rune, out var size);
            if (Rune.IsPunctuation(rune))
            {
                shingles.AddToken(start, written);
                utf8[written++] = (byte)' ';
                start = written;
            }
            else
            {
                utf8.Slice(at, size).CopyTo(utf8[written..]);
                written += size;
            }

            at += size;
        }

        shingles.AddToken(start, written);
    }
}

/// <summary>Tokens are code points.</summary>
internal sealed class CharacterShingler : Shingler
{
    protected override void Cut(string text, bool lower, Shingles shingles)
    {
        var length = Encode(text, lower, shingles);
        var utf8 = shingles.Utf8;
        var start = 0;
        for (var at = 1; at <= length; at++)
        {
            // A byte 10xxxxxx goes on with the code point before it.
            if (at == length || (utf8[at] & 0xC0) != 0x80)
            {
                shingles.AddToken(start, at);
                start = at;
            }
        }
    }
}

/// <summary>Tokens are the pieces of a SentencePiece model, joined by nothing.</summary>
/// <param name="pieces">Cuts a text into pieces.</param>
internal sealed class PieceShingler(Func<string, IReadOnlyList<string>> pieces) : Shingler
{
    protected override void Cut(string text, bool lower, Shingles shingles)
    {
        var written = 0;
        foreach (var piece in pieces(lower ? PythonCase.ToLower(text) : text))
        {
            var utf8 = shingles.Reserve(written + Encoding.UTF8.GetMaxByteCount(piece.Length));
            var size = Encoding.UTF8.GetBytes(piece, utf8.AsSpan(written));
            shingles.AddToken(written, written + size);
            written += size;
        }
    }
}
