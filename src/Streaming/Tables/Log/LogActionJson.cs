using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Streaming.Operators;

namespace Streaming.Tables;

/// <summary>Log entries: one action a line, as JSON (protocol section "Actions"). Unknown actions and fields are passed over, as the protocol asks.</summary>
internal static class LogActionJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    /// <summary>An entry's bytes.</summary>
    public static byte[] Write(IEnumerable<LogAction> actions)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        foreach (var action in actions)
        {
            json.WriteStartObject();
            Write(json, action);
            json.WriteEndObject();
            json.Flush();
            buffer.Write("\n"u8);
            json.Reset();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The actions of an entry that the engine knows. A line that breaks the protocol is a <see cref="BadInputException"/> naming <paramref name="entry"/> and the line.</summary>
    public static List<LogAction> Read(ReadOnlyMemory<byte> utf8, string entry)
    {
        var actions = new List<LogAction>();
        for (var number = 1; !utf8.IsEmpty; number++)
        {
            var end = utf8.Span.IndexOf((byte)'\n');
            var line = end < 0 ? utf8 : utf8[..end];
            utf8 = end < 0 ? default : utf8[(end + 1)..];
            try
            {
                if (!line.Span.Trim(" \r\t"u8).IsEmpty && ReadLine(line) is { } action)
                {
                    actions.Add(action);
                }
            }
            catch (Exception bad) when (bad is JsonException or FormatException or InvalidOperationException or BadInputException)
            {
                throw new BadInputException($"Log entry '{entry}', line {number}: {bad.Message}", bad);
            }
        }

        return actions;
    }

    private static LogAction? ReadLine(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 256 });
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("not a JSON object");
        }

        foreach (var action in document.RootElement.EnumerateObject())
        {
            if (action.Value.ValueKind == JsonValueKind.Object && Read(action.Name, action.Value) is { } known)
            {
                return known;
            }
        }

        return null;
    }

    private static LogAction? Read(string name, JsonElement value)
    {
        var fields = new ActionFields(name, value);
        return name switch
        {
            "add" => ReadAdd(fields),
            "remove" => ReadRemove(fields),
            "txn" => new TxnAction(fields.Text("appId"), fields.Number("version"), fields.NumberOrNull("lastUpdated")),
            "metaData" => ReadMetadata(fields),
            "protocol" => new ProtocolAction((int)fields.Number("minReaderVersion"), (int)fields.Number("minWriterVersion")),
            "commitInfo" => new CommitInfoAction(JsonObject.Create(value.Clone())!),
            _ => null,
        };
    }

    private static AddAction ReadAdd(ActionFields fields)
    {
        RefuseDeletionVector(fields);
        return new(LogPath.Decode(fields.Text("path")), fields.Number("size"), fields.Number("modificationTime"), fields.Flag("dataChange"))
        {
            Stats = fields.TextOrNull("stats"),
            Tags = fields.Map("tags"),
        };
    }

    private static RemoveAction ReadRemove(ActionFields fields)
    {
        RefuseDeletionVector(fields);
        return new(LogPath.Decode(fields.Text("path")), fields.NumberOrNull("deletionTimestamp"), fields.Flag("dataChange"), fields.NumberOrNull("size"));
    }

    private static void RefuseDeletionVector(ActionFields fields)
    {
        if (fields.Struct("deletionVector") is not null)
        {
            throw new FormatException("the table uses deletion vectors, which need reader version 3; purge them with the tool that made them (REORG TABLE … APPLY (PURGE))");
        }
    }

    private static MetadataAction ReadMetadata(ActionFields fields) =>
        new(
            fields.Text("id"),
            fields.TextOrNull("name"),
            fields.Text("schemaString"),
            fields.Texts("partitionColumns") ?? [],
            fields.Map("configuration") ?? new Dictionary<string, string>(),
            fields.NumberOrNull("createdTime"))
        {
            Description = fields.TextOrNull("description"),
            FormatProvider = fields.Struct("format")?.TextOrNull("provider") ?? "parquet",
        };

    private static void Write(Utf8JsonWriter json, LogAction action)
    {
        switch (action)
        {
            case AddAction add: WriteAdd(json, add); break;
            case RemoveAction remove: WriteRemove(json, remove); break;
            case TxnAction txn: WriteTxn(json, txn); break;
            case MetadataAction metadata: WriteMetadata(json, metadata); break;
            case ProtocolAction protocol: WriteProtocol(json, protocol); break;
            case CommitInfoAction info:
                json.WritePropertyName("commitInfo");
                info.Fields.WriteTo(json);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(action), action, "No such action.");
        }
    }

    private static void WriteAdd(Utf8JsonWriter json, AddAction add)
    {
        json.WriteStartObject("add");
        json.WriteString("path", LogPath.Encode(add.Path));
        WriteMap(json, "partitionValues", []);
        json.WriteNumber("size", add.Size);
        json.WriteNumber("modificationTime", add.ModificationTime);
        json.WriteBoolean("dataChange", add.DataChange);
        WriteOptional(json, "stats", add.Stats);
        if (add.Tags is { } tags)
        {
            WriteMap(json, "tags", tags);
        }

        json.WriteEndObject();
    }

    private static void WriteRemove(Utf8JsonWriter json, RemoveAction remove)
    {
        json.WriteStartObject("remove");
        json.WriteString("path", LogPath.Encode(remove.Path));
        WriteOptional(json, "deletionTimestamp", remove.DeletionTimestamp);
        json.WriteBoolean("dataChange", remove.DataChange);
        if (remove.Size is { } size)
        {
            json.WriteBoolean("extendedFileMetadata", true);
            WriteMap(json, "partitionValues", []);
            json.WriteNumber("size", size);
        }

        json.WriteEndObject();
    }

    private static void WriteTxn(Utf8JsonWriter json, TxnAction txn)
    {
        json.WriteStartObject("txn");
        json.WriteString("appId", txn.AppId);
        json.WriteNumber("version", txn.Version);
        WriteOptional(json, "lastUpdated", txn.LastUpdated);
        json.WriteEndObject();
    }

    private static void WriteProtocol(Utf8JsonWriter json, ProtocolAction protocol)
    {
        json.WriteStartObject("protocol");
        json.WriteNumber("minReaderVersion", protocol.MinReader);
        json.WriteNumber("minWriterVersion", protocol.MinWriter);
        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, MetadataAction metadata)
    {
        json.WriteStartObject("metaData");
        json.WriteString("id", metadata.Id);
        WriteOptional(json, "name", metadata.Name);
        WriteOptional(json, "description", metadata.Description);
        json.WriteStartObject("format");
        json.WriteString("provider", metadata.FormatProvider);
        WriteMap(json, "options", []);
        json.WriteEndObject();
        json.WriteString("schemaString", metadata.SchemaString);
        json.WriteStartArray("partitionColumns");
        foreach (var column in metadata.PartitionColumns)
        {
            json.WriteStringValue(column);
        }

        json.WriteEndArray();
        WriteOptional(json, "createdTime", metadata.CreatedTime);
        WriteMap(json, "configuration", metadata.Configuration);
        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
