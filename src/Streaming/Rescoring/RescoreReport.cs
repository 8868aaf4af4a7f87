using Streaming.Telemetry;

namespace Streaming.Rescoring;

/// <summary>What became of rejects.</summary>
/// <param name="Operators">In the topology's order; the last one may not have come to its end.</param>
public sealed record RescoreReport(IReadOnlyList<RescoredOperator> Operators);

/// <summary>What became of the rejects of one operator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Asked">Rejects that it was asked about; those that were let back in before are not.</param>
/// <param name="LetIn">How many it keeps now.</param>
/// <param name="Run">The run that took them on.</param>
public sealed record RescoredOperator(string Name, long Asked, long LetIn, RunReport Run);
