namespace Streaming.Runtime;

/// <summary>One part of an operator's work in a stage.</summary>
/// <param name="Node">The operator.</param>
/// <param name="Part">Which part of its work.</param>
internal readonly record struct StageStep(OperatorNode Node, StepPart Part);

/// <summary>The parts of an operator's work.</summary>
internal enum StepPart
{
    /// <summary>The whole of it.</summary>
    Apply,

    /// <summary>The pure part ahead of the serial one (<see cref="Operators.IPreparing"/>).</summary>
    Prepare,

    /// <summary>The fetching of media that it is going to read (<see cref="Operators.IReadsMedia"/>).</summary>
    Fetch,
}
