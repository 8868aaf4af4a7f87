using System.ComponentModel.DataAnnotations;

namespace Streaming.Topologies;

/// <summary>How a run is served while it goes on.</summary>
public sealed record ServingOptions : ListenOptions
{
    /// <summary>Whether serving goes on after the end of the input, until Ctrl-C; otherwise it ends with the run.</summary>
    public bool Stay { get; init; }

    /// <summary>How many epochs the run may be ahead of the one in which the stream stands that has read farthest, so that what a trainer tells steers what it reads soon; null: it does not wait for anybody.</summary>
    [Range(1, 1_000_000)]
    public int? Ahead { get; init; }
}
