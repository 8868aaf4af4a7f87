using System.Buffers;
using Microsoft.ML.OnnxRuntime;

namespace Streaming.Models.Sessions;

/// <summary>The numbers of a tensor where ONNX Runtime has put them; valid until the tensor is disposed of.</summary>
internal sealed class TensorMemory(OrtValue value) : MemoryManager<float>
{
    public override unsafe Span<float> GetSpan()
    {
        var data = value.GetTensorDataAsSpan<float>();
        fixed (float* first = data)
        {
            return new Span<float>(first, data.Length);
        }
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
