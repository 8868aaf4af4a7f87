using Streaming.Telemetry;

namespace Streaming.Runtime;

/// <summary>Balances counts: <c>in + expanded = out + rejected + dead-lettered + merged + newly held</c>.</summary>
internal static class SampleBalance
{
    /// <summary>The counts, with what was merged into packs, or expanded, as the difference.</summary>
    /// <param name="in">Samples in.</param>
    /// <param name="out">Samples out.</param>
    /// <param name="rejected">Refused.</param>
    /// <param name="deadLettered">Buried.</param>
    /// <param name="copies">Copies that tees made.</param>
    /// <param name="newlyHeld">By how much what operators hold grew.</param>
    public static SampleCounts Of(long @in, long @out, long rejected, long deadLettered, long copies, long newlyHeld)
    {
        var merged = @in + copies - @out - rejected - deadLettered - newlyHeld;
        return new(@in, @out, rejected, deadLettered, Math.Max(0, merged), copies + Math.Max(0, -merged));
    }
}
