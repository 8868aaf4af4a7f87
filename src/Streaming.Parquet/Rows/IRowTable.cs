using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Rows;

/// <summary>An open table that came as one piece of bytes.</summary>
internal interface IRowTable : IDisposable
{
    /// <summary>Its columns.</summary>
    IReadOnlyList<Arrow.Field> Fields { get; }

    /// <summary>The values of the named columns, some rows at a time.</summary>
    IEnumerable<DecodedRows> Read(IReadOnlyList<string> columns);
}
