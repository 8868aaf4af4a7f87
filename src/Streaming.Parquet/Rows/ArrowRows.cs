using Apache.Arrow.Ipc;
using Streaming.Parquet.Columns;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Rows;

/// <summary>Arrow IPC as messages: the stream format, or the file format, which holds a stream after its magic. Bodies may be compressed.</summary>
internal sealed class ArrowRows : IRowFormat
{
    public string Name => "arrow";

    public IRowReader Open(IReadOnlyDictionary<string, string> columns, IReadOnlyDictionary<string, string> types, long maxBytes) =>
        new RowReader("Arrow", columns, types, maxBytes, table => new Table(table, maxBytes));

    private sealed class Table : IRowTable
    {
        private const int SliceRows = 4096;

        // Many rows may share one large value of a dictionary or a view, and have it each when decoded: the caller's limit must see them early.
        private const int SharedSliceRows = 64;
        private static readonly byte[] _fileMagic = "ARROW1\0\0"u8.ToArray();

        private readonly ArrowStreamReader _reader;

        public Table(ReadOnlyMemory<byte> bytes, long maxBytes)
        {
            if (bytes.IsEmpty)
            {
                throw new InvalidDataException("The value is empty.");
            }

            _reader = new(bytes.Span.StartsWith(_fileMagic) ? bytes[_fileMagic.Length..] : bytes, new BoundedCodecs(maxBytes));
            Fields = (_reader.Schema ?? throw new InvalidDataException("There is no schema.")).FieldsList;
        }

        public IReadOnlyList<Arrow.Field> Fields { get; }

        public IEnumerable<DecodedRows> Read(IReadOnlyList<string> columns)
        {
            while (_reader.ReadNextRecordBatch() is { } batch)
            {
                using (batch)
                {
                    var arrays = columns.Select(c => batch.Column(batch.Schema.GetFieldIndex(c))).ToList();
                    var slice = arrays.Any(a => Shares(a.Data)) ? SharedSliceRows : SliceRows;
                    for (var from = 0; from < batch.Length; from += slice)
                    {
                        var (first, count) = (from, Math.Min(slice, batch.Length - from));
                        yield return new(first, count, [.. arrays.Select(a => ArrowDecoder.Decode(a, first, count))]);
                    }
                }
            }
        }

        public void Dispose() => _reader.Dispose();

        private static bool Shares(Arrow.ArrayData data) =>
            data.DataType.TypeId is ArrowTypes.ArrowTypeId.Dictionary or ArrowTypes.ArrowTypeId.StringView or ArrowTypes.ArrowTypeId.BinaryView || (data.Children?.Any(Shares) ?? false);
    }
}
