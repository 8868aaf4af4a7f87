using Streaming.Models.Generation;
using Streaming.Operators;

namespace Streaming.Models.Completions;

/// <summary>A model of a folder that writes, whatever its input.</summary>
internal interface IFolderWriter
{
    /// <summary>Whether it goes on with conversations.</summary>
    bool Converses { get; }

    /// <summary>Whether requests that wait take the places of those that have ended.</summary>
    bool LetsRowsIn(GenerationSettings settings);

    /// <summary>What a request costs in a call.</summary>
    /// <exception cref="InvalidDataException">It cannot be prepared.</exception>
    int CostOf(CompletionRequest request);

    /// <summary>Writes; what is wrong with one call is its fault alone.</summary>
    /// <param name="calls">The calls, of one kind of settings.</param>
    /// <param name="limits">How many are worked on at once.</param>
    /// <param name="progress">One entry for each call.</param>
    /// <param name="keep">Takes each text, with the tokens of its input, as soon as it has ended.</param>
    /// <param name="abort">Ends it between two steps.</param>
    /// <exception cref="DeviceFullException">There is no memory for so many rows.</exception>
    void Write(IReadOnlyList<CompletionCall> calls, DecodingLimits limits, GenerationProgress progress, Action<CompletionCall, Generated, int> keep, CancellationToken abort);
}
