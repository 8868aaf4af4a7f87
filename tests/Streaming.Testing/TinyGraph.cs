using System.Runtime.InteropServices;
using System.Text;

namespace Streaming.Testing;

/// <summary>Writes an ONNX graph by hand (onnx.proto3's field numbers), for kinds of models that are not among the small ones.</summary>
public sealed class TinyGraph
{
    private const int Float = 1;
    private const int Int64 = 7;
    private const int AttributeOfInt = 2;
    private const int AttributeOfFloats = 6;
    private const int AttributeOfInts = 7;

    private readonly MemoryStream _graph = new();

    /// <summary>A graph that reads a text and a picture: the logit of no match is 0, that of a match the mean of the picture's values.</summary>
    public static byte[] MatchingHead() => new TinyGraph()
        .Node("Cast", ["input_ids"], "ids", ("to", [Float], false))
        .Node("ReduceMax", ["ids"], "highest", ("axes", [1], true), ("keepdims", [1], false))
        .Node("Sub", ["highest", "highest"], "nothing")
        .Node("ReduceMean", ["pixel_values"], "planes", ("axes", [2, 3], true), ("keepdims", [0], false))
        .Node("ReduceMean", ["planes"], "level", ("axes", [1], true), ("keepdims", [1], false))
        .Node("Concat", ["nothing", "level"], "itm_score", ("axis", [1], false))
        .Port(11, "input_ids", Int64, "batch", "length")
        .Port(11, "pixel_values", Float, "batch", "channels", "height", "width")
        .Port(12, "itm_score", Float, "batch", "2")
        .ToModel();

    /// <summary>
    /// A decoder with a cache whose next id is a sum over all that it may look at, ids times positions, modulo <paramref name="vocabulary"/>: a wrong mask, a wrong position or a wrong place in the cache
    /// makes another id. All numbers are whole, so that results are exact; the id -1 makes no number, but NaN.
    /// </summary>
    public static byte[] Decoder(int vocabulary) => new TinyGraph()
        .Constant("zero", 0)
        .Constant("one", 1)
        .Constant("modulus", vocabulary)
        .Constant("all", [.. Enumerable.Range(0, vocabulary).Select(id => (float)id)])
        .Axes("as_cache", 1, 3)
        .Axes("as_logits", 1, 2)
        .Axes("but_rows", 1, 2, 3)
        .Node("Cast", ["input_ids"], "given", ("to", [Float], false))
        .Node("Add", ["given", "one"], "above")
        .Node("Log", ["above"], "logarithm")
        .Node("Mul", ["logarithm", "zero"], "nothing")
        .Node("Add", ["given", "nothing"], "ids")
        .Node("Unsqueeze", ["ids", "as_cache"], "keys")
        .Node("Cast", ["position_ids"], "positions", ("to", [Float], false))
        .Node("Unsqueeze", ["positions", "as_cache"], "values")
        .Node("Concat", ["past_key_values.0.key", "keys"], "present.0.key", ("axis", [2], false))
        .Node("Concat", ["past_key_values.0.value", "values"], "present.0.value", ("axis", [2], false))
        .Node("Cast", ["attention_mask"], "mask", ("to", [Float], false))
        .Node("Unsqueeze", ["mask", "as_cache"], "seen")
        .Node("Add", ["present.0.value", "one"], "weights")
        .Node("Mul", ["present.0.key", "weights"], "weighted")
        .Node("Mul", ["weighted", "seen"], "looked_at")
        .Node("ReduceSum", ["looked_at", "but_rows"], "sum", ("keepdims", [0], false))
        .Node("Unsqueeze", ["sum", "as_logits"], "sums")
        .Node("Mod", ["sums", "modulus"], "next", ("fmod", [1], false))
        .Node("Sub", ["next", "all"], "distance")
        .Node("Mul", ["distance", "distance"], "square")
        .Node("Neg", ["square"], "logits")
        .Port(11, "input_ids", Int64, "batch", "length")
        .Port(11, "attention_mask", Int64, "batch", "total")
        .Port(11, "position_ids", Int64, "batch", "length")
        .Port(11, "past_key_values.0.key", Float, "batch", "1", "past", "1")
        .Port(11, "past_key_values.0.value", Float, "batch", "1", "past", "1")
        .Port(12, "logits", Float, "batch", "1", $"{vocabulary}")
        .Port(12, "present.0.key", Float, "batch", "1", "total", "1")
        .Port(12, "present.0.value", Float, "batch", "1", "total", "1")
        .ToModel();

    /// <summary>A graph that looks the figures of each token up, whatever stands around it.</summary>
    /// <param name="table">For each id the logits of all labels.</param>
    /// <param name="labels">How many labels there are.</param>
    public static byte[] Tagger(float[] table, int labels) => new TinyGraph()
        .Constant("values", table)
        .Axes("shape", table.Length / labels, labels)
        .Node("Reshape", ["values", "shape"], "table")
        .Node("Gather", ["table", "input_ids"], "logits", ("axis", [0], false))
        .Port(11, "input_ids", Int64, "batch", "length")
        .Port(12, "logits", Float, "batch", "length", $"{labels}")
        .ToModel();

    private TinyGraph Axes(string name, params long[] axes) => Node("Constant", [], name, ("value_ints", axes, true));

    private TinyGraph Constant(string name, params float[] values)
    {
        var (node, attribute) = (new MemoryStream(), new MemoryStream());
        Text(node, 2, name);
        Text(node, 4, "Constant");
        Text(attribute, 1, "value_floats");
        Bytes(attribute, 7, MemoryMarshal.AsBytes<float>(values).ToArray());
        Number(attribute, 20, AttributeOfFloats);
        Part(node, 5, attribute);
        Part(_graph, 1, node);
        return this;
    }

    private TinyGraph Node(string kind, string[] inputs, string output, params (string Name, long[] Values, bool IsList)[] attributes)
    {
        var node = new MemoryStream();
        Array.ForEach(inputs, input => Text(node, 1, input));
        Text(node, 2, output);
        Text(node, 4, kind);
        foreach (var (name, values, isList) in attributes)
        {
            var attribute = new MemoryStream();
            Text(attribute, 1, name);
            Array.ForEach(values, value => Number(attribute, isList ? 8 : 3, value));
            Number(attribute, 20, isList ? AttributeOfInts : AttributeOfInt);
            Part(node, 5, attribute);
        }

        Part(_graph, 1, node);
        return this;
    }

    private TinyGraph Port(int field, string name, int element, params string[] dimensions)
    {
        var (port, type, tensor, shape) = (new MemoryStream(), new MemoryStream(), new MemoryStream(), new MemoryStream());
        foreach (var dimension in dimensions)
        {
            var size = new MemoryStream();
            if (long.TryParse(dimension, out var value))
            {
                Number(size, 1, value);
            }
            else
            {
                Text(size, 2, dimension);
            }

            Part(shape, 1, size);
        }

        Number(tensor, 1, element);
        Part(tensor, 2, shape);
        Part(type, 1, tensor);
        Text(port, 1, name);
        Part(port, 2, type);
        Part(_graph, field, port);
        return this;
    }

    private byte[] ToModel()
    {
        var (model, operators) = (new MemoryStream(), new MemoryStream());
        Text(_graph, 2, "tiny");
        Number(operators, 2, 13);
        Number(model, 1, 8);
        Part(model, 7, _graph);
        Part(model, 8, operators);
        return model.ToArray();
    }

    private static void Text(Stream to, int field, string text) => Bytes(to, field, Encoding.UTF8.GetBytes(text));

    private static void Part(Stream to, int field, MemoryStream part) => Bytes(to, field, part.ToArray());

    private static void Bytes(Stream to, int field, byte[] bytes)
    {
        Varint(to, (field << 3) | 2);
        Varint(to, bytes.Length);
        to.Write(bytes);
    }

    private static void Number(Stream to, int field, long value)
    {
        Varint(to, field << 3);
        Varint(to, value);
    }

    private static void Varint(Stream to, long value)
    {
        for (; value > 127; value >>= 7)
        {
            to.WriteByte((byte)(value | 128));
        }

        to.WriteByte((byte)value);
    }
}
