using System.Buffers;
using System.Buffers.Text;

namespace Streaming.Crawls.Http;

/// <summary>Joins a chunked body (RFC 9112, 7.1).</summary>
internal static class ChunkedBody
{
    // 16 hexadecimal digits and some extension.
    private const int MaxSizeLine = 4096;

    /// <summary>The body in one piece. What does not begin with a chunk is taken as it stands: many crawlers join bodies and leave the header.</summary>
    /// <exception cref="InvalidDataException">It begins with a chunk, and ends or goes on otherwise.</exception>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> body)
    {
        var rest = body.Span;
        if (!TryTakeSize(ref rest, out var size) || (size > rest.Length && !IsStrict(body.Span)))
        {
            return body;
        }

        var joined = new ArrayBufferWriter<byte>(body.Length);
        while (size > 0)
        {
            if (size > rest.Length)
            {
                throw new InvalidDataException("The body ends within a chunk.");
            }

            joined.Write(rest[..(int)size]);
            rest = rest[(int)size..];
            rest = rest is [(byte)'\r', (byte)'\n', ..] ? rest[2..] : rest is [(byte)'\n', ..] ? rest[1..] : rest;
            if (rest.IsEmpty)
            {
                // The last chunk is missing, but no content is.
                break;
            }

            if (!TryTakeSize(ref rest, out size))
            {
                throw new InvalidDataException("A chunk of the body has no size.");
            }
        }

        return joined.WrittenMemory;
    }

    // A page of text may begin with a line that is a number; hardly one ends such a line as HTTP does.
    private static bool IsStrict(ReadOnlySpan<byte> body) => body[body.IndexOf((byte)'\n') - 1] == (byte)'\r';

    private static bool TryTakeSize(ref ReadOnlySpan<byte> rest, out long size)
    {
        size = 0;
        var line = rest[..Math.Min(rest.Length, MaxSizeLine)].IndexOf((byte)'\n');
        if (line < 0 || !Utf8Parser.TryParse(rest[..line], out ulong parsed, out var digits, 'x') || digits == 0 || parsed > long.MaxValue)
        {
            return false;
        }

        var after = rest[digits..line].Trim(" \t\r"u8);
        if (!after.IsEmpty && after[0] != (byte)';')
        {
            return false;
        }

        size = (long)parsed;
        rest = rest[(line + 1)..];
        return true;
    }
}
