using System.Runtime.InteropServices;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Rows;

/// <summary>Whole Parquet files as messages.</summary>
internal sealed class ParquetRows : IRowFormat
{
    public string Name => "parquet";

    public IRowReader Open(IReadOnlyDictionary<string, string> columns, IReadOnlyDictionary<string, string> types, long maxBytes) =>
        new RowReader("Parquet", columns, types, maxBytes, table => new Table(StreamOf(table), maxBytes));

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> table) =>
        MemoryMarshal.TryGetArray(table, out var array) && array.Offset == 0 ? new(array.Array!, 0, array.Count, writable: false, publiclyVisible: true) : new(table.ToArray(), 0, table.Length, false, true);

    private sealed class Table(MemoryStream bytes, long maxBytes) : IRowTable
    {
        private readonly ParquetFile _file = ParquetFile.Open(bytes, maxBytes);

        public IReadOnlyList<Arrow.Field> Fields => _file.Fields;

        // Nothing is waited for: the bytes are here.
        public IEnumerable<DecodedRows> Read(IReadOnlyList<string> columns) => columns.Count == 0 ? [] : _file.ReadAsync(0, columns, CancellationToken.None).ToBlockingEnumerable();

        public void Dispose() => _file.Dispose();
    }
}
