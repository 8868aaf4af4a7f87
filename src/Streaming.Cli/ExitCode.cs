using Streaming.Telemetry;

namespace Streaming.Cli;

/// <summary>What the command tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Done = 0;

    /// <summary>It failed; what is visible is whole.</summary>
    public const int Failed = 1;

    /// <summary>What was given cannot be used; nothing was started.</summary>
    public const int BadInput = 2;

    /// <summary>It was asked to stop, drained and committed: 128 + SIGINT, as shells count.</summary>
    public const int Interrupted = 130;

    /// <summary>The one for a run.</summary>
    public static int Of(RunReport report) => report.Status switch
    {
        RunStatus.Completed => Done,
        RunStatus.Interrupted => Interrupted,
        _ => report.Error?.Code == "bad_input" ? BadInput : Failed,
    };
}
