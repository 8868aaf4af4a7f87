using System.Text;
using System.Text.Json;

namespace Streaming.Kafka.Reading.Values;

/// <summary>Takes columns out of a JSON object in one pass, without a tree: fields that no column asks for are passed over.</summary>
internal sealed class JsonObjectReader
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = 64 };

    private readonly Node _root = new();
    private readonly IReadOnlyList<JsonColumn> _columns;

    public JsonObjectReader(IReadOnlyList<JsonColumn> columns)
    {
        _columns = columns;
        for (var i = 0; i < columns.Count; i++)
        {
            var node = _root;
            foreach (var field in columns[i].Path.Split('.'))
            {
                node = node.Child(field);
            }

            node.Columns.Add(i);
        }
    }

    /// <summary>The values, in the columns' order; null where the object has none.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidDataException">It is no object, or a value does not fit its column.</exception>
    public object?[] Read(ReadOnlySpan<byte> json)
    {
        var values = new object?[_columns.Count];
        var reader = new Utf8JsonReader(json, _options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidDataException("The value is no JSON object.");
        }

        ReadObject(ref reader, json, _root, values);
        return reader.Read() ? throw new InvalidDataException("Something follows the JSON object.") : values;
    }

    private void ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, Node node, object?[] values)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var child = node.Find(ref reader);
            reader.Read();
            if (child is null)
            {
                reader.Skip();
            }
            else
            {
                ReadValue(ref reader, json, child, values);
            }
        }
    }

    private void ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, Node node, object?[] values)
    {
        foreach (var column in node.Columns)
        {
            // Each column reads the value on its own: usually there is one, and copying the reader is cheap.
            var own = reader;
            values[column] = _columns[column].Read(ref own, json);
        }

        if (reader.TokenType == JsonTokenType.StartObject && node.HasChildren)
        {
            ReadObject(ref reader, json, node, values);
        }
        else
        {
            reader.Skip();
        }
    }

    private sealed class Node
    {
        private readonly List<(byte[] Field, Node Node)> _children = [];

        public List<int> Columns { get; } = [];

        public bool HasChildren => _children.Count > 0;

        public Node Child(string field)
        {
            var name = Encoding.UTF8.GetBytes(field);
            foreach (var (known, node) in _children)
            {
                if (known.AsSpan().SequenceEqual(name))
                {
                    return node;
                }
            }

            _children.Add((name, new()));
            return _children[^1].Node;
        }

        public Node? Find(ref Utf8JsonReader reader)
        {
            foreach (var (field, node) in _children)
            {
                if (reader.ValueTextEquals(field))
                {
                    return node;
                }
            }

            return null;
        }
    }
}
