using Streaming.Telemetry;

namespace Streaming.Replays;

/// <summary>How a replay ended.</summary>
/// <param name="Run">The run.</param>
/// <param name="Epochs">Epochs that were run again.</param>
/// <param name="FilesCompared">Files that were compared byte for byte.</param>
/// <param name="Differences">What differs, for people; empty when everything is the same, or nothing was compared.</param>
public sealed record ReplayReport(RunReport Run, long Epochs, int FilesCompared, IReadOnlyList<string> Differences);
