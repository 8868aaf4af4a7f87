namespace Streaming.Crawls.Members;

/// <summary>Finds where a member begins: by its magic number, and because what it decodes to begins as it must. Chance has no part in it.</summary>
internal sealed class MemberSearch(RawInput input, Compression compression, ReadOnlyMemory<byte> contentBegin, Func<IMember> make)
{
    // Inflating what is corrupt may run on into later members before it fails. Going back further than this would let a hostile file be read a thousand times over.
    private const long MaxBack = 1 << 20;

    /// <summary>Whether a member with the expected content begins there. The input's place stays.</summary>
    public bool IsMember(long offset)
    {
        var back = input.Position;
        using var member = make();
        try
        {
            input.MoveTo(offset);
            member.Begin();
            Span<byte> begin = stackalloc byte[contentBegin.Length];
            var filled = 0;
            while (filled < begin.Length && member.Read(begin[filled..]) is var read and > 0)
            {
                filled += read;
            }

            return begin.SequenceEqual(contentBegin.Span);
        }
        catch (InvalidDataException)
        {
            return false;
        }
        finally
        {
            input.MoveTo(back);
        }
    }

    /// <summary>Moves to the next member after a broken one, or to the end of the file.</summary>
    /// <param name="broken">Where the broken one began.</param>
    /// <param name="reached">How far reading got before it failed.</param>
    public void MoveToNext(long broken, long reached)
    {
        var magic = compression == Compression.Gzip ? GzipMember.Magic : ZstdMember.Magic;
        input.MoveTo(Math.Max(broken + 1, reached - MaxBack));
        while (input.Peek(magic.Length).Length == magic.Length)
        {
            var window = input.Next();
            var at = window.IndexOf(magic);
            input.Advance(at < 0 ? window.Length - magic.Length + 1 : at);
            if (at >= 0)
            {
                if (IsMember(input.Position))
                {
                    return;
                }

                input.Advance(1);
            }
        }

        input.MoveTo(input.Length);
    }
}
