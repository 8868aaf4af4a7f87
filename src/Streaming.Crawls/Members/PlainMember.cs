namespace Streaming.Crawls.Members;

/// <summary>A file that is not compressed: one member, to the end.</summary>
internal sealed class PlainMember(RawInput input) : IMember
{
    public void Begin()
    {
    }

    public int Read(Span<byte> into)
    {
        var next = input.Next();
        var taken = Math.Min(next.Length, into.Length);
        next[..taken].CopyTo(into);
        input.Advance(taken);
        return taken;
    }

    public void Dispose()
    {
    }
}
