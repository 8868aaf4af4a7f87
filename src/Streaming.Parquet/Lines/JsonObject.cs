using System.Text;
using System.Text.Json;

namespace Streaming.Parquet.Lines;

/// <summary>Reads a JSON object into an array, a value per field of its type. The last of repeated fields counts.</summary>
internal sealed class JsonObject(StructType type, bool ignoreUnknown)
{
    private readonly byte[][] _names = [.. type.Fields.Select(f => Encoding.UTF8.GetBytes(f.Name))];
    private readonly JsonCell?[] _cells = [.. type.Fields.Select(f => JsonCells.Of(f.Type, ignoreUnknown))];

    /// <summary>Passes a field's values over, whatever they are.</summary>
    public void Pass(int field) => _cells[field] = null;

    /// <summary>Reads a field's values otherwise than its type says.</summary>
    public void Take(int field, JsonCell cell) => _cells[field] = cell;

    /// <summary>Reads the object that the reader stands on.</summary>
    public object? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw JsonCells.Misfit(json, "an object");
        }

        var values = new object?[_names.Length];
        var next = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = Find(ref json, next);
            if (field < 0 && !ignoreUnknown)
            {
                throw new InvalidDataException($"the unknown field '{json.GetString()}'");
            }

            json.Read();
            if (field < 0 || _cells[field] is not { } cell)
            {
                json.Skip();
                continue;
            }

            values[field] = ReadField(ref json, cell, field);
            next = field + 1;
        }

        return values;
    }

    private object? ReadField(ref Utf8JsonReader json, JsonCell cell, int field)
    {
        try
        {
            return cell(ref json);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{type.Fields[field].Name}': {e.Message}", e);
        }
    }

    // Lines of one file have their fields in one order nearly always: the one after the last is tried first.
    private int Find(ref Utf8JsonReader json, int next)
    {
        if (next < _names.Length && json.ValueTextEquals(_names[next]))
        {
            return next;
        }

        for (var i = 0; i < _names.Length; i++)
        {
            if (json.ValueTextEquals(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
