using System.Threading.Tasks.Dataflow;
using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>
/// Gathers batches into windows: until there are enough items or bytes, until a barrier or mark, on sources that never end until the first one has waited long enough –
/// and when sources wait for the memory that the window holds.
/// </summary>
internal sealed class DeviceGather(DeviceOperator @operator, DeviceLimits limits, long maxBytes, bool isLive, MemoryBudget budget, TimeProvider time)
{
    // How long nothing may come, while sources wait for memory, until an open window is in their way: one batch larger than the rest of the budget would else wait for ever.
    private static readonly TimeSpan _starved = TimeSpan.FromSeconds(1);

    private readonly BufferBlock<Flow> _input = new(new() { BoundedCapacity = 2 });
    private DeviceWindow _open = new();
    private Task<bool>? _more;

    public ITargetBlock<Flow> Input => _input;

    public int Waiting => _input.Count;

    /// <summary>The next window, or null at the end of the input.</summary>
    public async ValueTask<DeviceWindow?> NextAsync()
    {
        while (await IsMoreAsync())
        {
            var flow = await _input.ReceiveAsync();
            if (flow is not BatchFlow batch)
            {
                _open.Closing = flow;
                return Take();
            }

            _open.Add(batch, @operator, time.GetTimestamp());
            if (_open.Items.Count >= limits.WindowItems || _open.Bytes >= maxBytes)
            {
                return Take();
            }
        }

        return _open.IsEmpty ? null : Take();
    }

    private DeviceWindow Take()
    {
        var window = _open;
        _open = new();
        return window;
    }

    // False at the end of the input, and when the open window has waited long enough: the next call then starts with an empty one.
    private async ValueTask<bool> IsMoreAsync()
    {
        while (true)
        {
            _more ??= _input.OutputAvailableAsync();
            if (!_open.IsEmpty && !_more.IsCompleted)
            {
                await WaitAsync(_more);
                if (!_more.IsCompleted)
                {
                    if (IsDue() || budget.IsAwaited)
                    {
                        return false;
                    }

                    continue;
                }
            }

            var more = await _more;
            _more = null;
            return more;
        }
    }

    private async Task WaitAsync(Task more)
    {
        using var stop = new CancellationTokenSource();
        var patience = isLive ? Linger - time.GetElapsedTime(_open.OpenedAt) : _starved;
        if (patience > TimeSpan.Zero)
        {
            await Task.WhenAny(more, Task.Delay(patience < _starved ? patience : _starved, time, stop.Token));
        }

        await stop.CancelAsync();
    }

    private TimeSpan Linger => TimeSpan.FromMilliseconds(limits.LingerMs);

    private bool IsDue() => isLive && time.GetElapsedTime(_open.OpenedAt) >= Linger;
}
