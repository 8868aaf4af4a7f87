using Apache.Arrow;

namespace Streaming.Parquet.Checkpoints;

/// <summary>A struct column of a checkpoint, with its fields by name.</summary>
internal sealed class CheckpointRecord
{
    private readonly StructArray _array;
    private readonly Dictionary<string, IArrowArray> _fields;

    private CheckpointRecord(StructArray array)
    {
        _array = array;
        var type = (Apache.Arrow.Types.StructType)array.Data.DataType;
        _fields = type.Fields.Select((f, i) => (f.Name, Values: array.Fields[i])).ToDictionary(f => f.Name, f => f.Values);
    }

    /// <summary>The named column, if it is there and a struct.</summary>
    public static CheckpointRecord? Of(RecordBatch batch, string name) =>
        batch.Schema.GetFieldIndex(name) is var at and >= 0 && batch.Column(at) is StructArray array ? new(array) : null;

    /// <summary>The row, unless it is missing. Some writers mark only the fields as missing, so a field that every such action has decides.</summary>
    public Row? At(int row, string required) =>
        !_array.IsNull(row) && _fields.TryGetValue(required, out var values) && !values.IsNull(row) ? new Row(this, row) : null;

    /// <summary>One row's fields.</summary>
    public readonly struct Row(CheckpointRecord record, int row)
    {
        public string? Text(string field) => Find(field) is { } values ? TextAt(values, row) : null;

        public long? Number(string field) => Find(field) switch
        {
            null => null,
            Int64Array longs => longs.GetValue(row),
            Int32Array integers => integers.GetValue(row),
            var other => throw Mistyped(field, other),
        };

        public bool? Flag(string field) => Find(field) switch
        {
            null => null,
            BooleanArray flags => flags.GetValue(row),
            var other => throw Mistyped(field, other),
        };

        public IReadOnlyDictionary<string, string>? Map(string field)
        {
            if (Find(field) is not MapArray map)
            {
                return null;
            }

            var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = map.ValueOffsets[row]; i < map.ValueOffsets[row + 1]; i++)
            {
                if (TextAt(map.Values, i) is { } value)
                {
                    pairs[TextAt(map.Keys, i)!] = value;
                }
            }

            return pairs;
        }

        public IReadOnlyList<string>? Texts(string field)
        {
            if (Find(field) is not ListArray list)
            {
                return null;
            }

            var (start, end) = (list.ValueOffsets[row], list.ValueOffsets[row + 1]);
            return [.. Enumerable.Range(start, end - start).Select(i => TextAt(list.Values, i) ?? "")];
        }

        public Row? Record(string field, string required) => Find(field) is StructArray inner ? new CheckpointRecord(inner).At(row, required) : null;

        private IArrowArray? Find(string field) => record._fields.TryGetValue(field, out var values) && !values.IsNull(row) ? values : null;

        private static string? TextAt(IArrowArray values, int at) => values.IsNull(at) ? null : values switch
        {
            StringArray text => text.GetString(at),
            LargeStringArray text => text.GetString(at),
            StringViewArray text => text.GetString(at),
            DictionaryArray coded => TextAt(coded.Dictionary, (int)Code(coded.Indices, at)),
            _ => throw Mistyped("text", values),
        };

        private static long Code(IArrowArray codes, int at) => codes switch
        {
            Int8Array small => small.GetValue(at)!.Value,
            Int16Array small => small.GetValue(at)!.Value,
            Int32Array large => large.GetValue(at)!.Value,
            Int64Array large => large.GetValue(at)!.Value,
            _ => throw Mistyped("dictionary", codes),
        };

        private static FormatException Mistyped(string field, IArrowArray values) => new($"{field} has the type {values.Data.DataType.Name}");
    }
}
