using Streaming.Operators.Vectors;
using Streaming.Samples;

namespace Streaming.Cli.Analysis.Embeddings;

/// <summary>Vectors of samples.</summary>
internal static class Vector
{
    /// <summary>The vector in a column or stat, of length 1; null where there is none.</summary>
    public static float[]? Of(Sample sample, string column) =>
        UnitVector.Of(column.StartsWith(KnownColumns.Stats + ".", StringComparison.Ordinal) ? sample.Stats[column[(KnownColumns.Stats.Length + 1)..]] : sample.Meta[column]);
}
