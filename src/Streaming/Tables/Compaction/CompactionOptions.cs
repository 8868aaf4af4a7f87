using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Tables;

/// <summary>When small files are merged.</summary>
public sealed record CompactionOptions
{
    /// <summary>So many small neighbours are merged at once, or more.</summary>
    [Range(2, 1000)]
    public int MinFiles { get; init; } = 16;

    /// <summary>Merged files have about this many bytes at most; files of half as many are let be.</summary>
    public ByteSize TargetBytes { get; init; } = ByteSize.MiB(128);
}
