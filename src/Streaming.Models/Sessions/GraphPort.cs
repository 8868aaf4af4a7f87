using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Streaming.Models.Sessions;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions; -1 where any size is allowed.</param>
internal sealed record GraphPort(string Name, TensorElementType Type, int[] Shape)
{
    public static GraphPort Of(string name, NodeMetadata metadata) =>
        metadata.IsTensor ? new GraphPort(name, metadata.ElementDataType, metadata.Dimensions) : new GraphPort(name, TensorElementType.DataTypeMax, []);

    /// <summary>As an error message shows it: <c>input_ids Int64[?,?]</c>.</summary>
    public override string ToString() => $"{Name} {Type}[{string.Join(',', Shape.Select(size => size < 0 ? "?" : $"{size}"))}]";
}
