namespace Streaming.Operators.Holding;

/// <summary>Passes on to a memory account what moved by more than a few percent: the account is shared by the whole run, and this is called per batch.</summary>
internal sealed class MemoryShare(IMemoryAccount account)
{
    private long _told;

    public void Hold(long bytes)
    {
        if (Math.Abs(bytes - _told) > _told / 32)
        {
            account.Hold(_told = bytes);
        }
    }
}
