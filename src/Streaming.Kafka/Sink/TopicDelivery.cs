using Confluent.Kafka;
using Streaming.Tables;

namespace Streaming.Kafka.Sink;

/// <summary>
/// Rule 8: delivers the staged messages of a version in one transaction, which also moves a marker: the offset, by a group of the sink's own, of the topic's
/// partition 0. Whoever begins anew fences who was there before, so that a marker which was read after that stands until one moves it oneself.
/// </summary>
internal sealed class TopicDelivery(KafkaSinkOptions options, IDeliveryFaults? faults = null) : IDelivery
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly BrokerWords _words = new();
    private DeliveryContext? _context;
    private TransactionSession? _session;

    /// <inheritdoc/>
    public async ValueTask<long> OpenAsync(DeliveryContext context, CancellationToken abort)
    {
        _context = context;
        Close();
        try
        {
            return (await SessionAsync(abort)).Delivered;
        }
        catch (KafkaException fault)
        {
            throw options.Unreachable(fault, _words.Last);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DeliverAsync(long version, IReadOnlyList<string> files, CancellationToken abort)
    {
        var started = _time.GetTimestamp();
        for (var pause = _firstPause; ; pause = pause * 2 < _longestPause ? pause * 2 : _longestPause)
        {
            try
            {
                await DeliverOnceAsync(await SessionAsync(abort), version, files, abort);
                return;
            }
            catch (KafkaException fault)
            {
                // What became of the transaction is not known here. A session that begins anew ends it one way or the other, and then reads the marker.
                Close();
                if (!IsPassing(fault.Error) || _time.GetElapsedTime(started) > options.DeliveryTimeout)
                {
                    throw new IOException(options.Redact($"Topic '{options.Topic}' does not take the samples of version {version}: {fault.Error.Reason}. They wait in '{options.Path}', and the next run delivers them."), fault);
                }
            }

            await Task.Delay(pause, _time, abort);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private async ValueTask DeliverOnceAsync(TransactionSession session, long version, IReadOnlyList<string> files, CancellationToken abort)
    {
        if (session.Delivered >= version)
        {
            return;
        }

        var open = new List<Stream>();
        try
        {
            foreach (var file in files)
            {
                if (await _context!.Store.OpenReadAsync(file, abort) is not { } stream)
                {
                    await MissingAsync(session, version, file, abort);
                    return;
                }

                open.Add(stream);
            }

            await session.DeliverAsync(version, open, faults, abort);
        }
        finally
        {
            open.ForEach(stream => stream.Dispose());
        }
    }

    // Files are deleted once they were delivered. Either another worker did that after we had begun, which the marker then says, or the marker was forgotten:
    // by a broker without transactions, or after the retention of offsets: then each version since the first comes by here, and none is worth asking for.
    private async ValueTask MissingAsync(TransactionSession session, long version, string file, CancellationToken abort)
    {
        if (session.Delivered < 0)
        {
            return;
        }

        var delivered = await OpenAsync(_context!, abort);
        if (delivered < version && delivered >= 0)
        {
            throw new InvalidDataException($"'{file}' is missing in '{_context!.Store.Root}': the samples of version {version} cannot be delivered to topic '{options.Topic}'.");
        }
    }

    // The client's calls block: they get a thread of the pool to themselves.
    private async ValueTask<TransactionSession> SessionAsync(CancellationToken abort) =>
        _session ??= await Task.Run(() => TransactionSession.OpenAsync(options, _context!, _words, abort), abort);

    private void Close()
    {
        _session?.Dispose();
        _session = null;
    }

    private static bool IsPassing(Error error) => error.Code is not (
        ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed
        or ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed or ErrorCode.InvalidTransactionTimeout
        or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Authentication or ErrorCode.UnsupportedForMessageFormat or ErrorCode.PolicyViolation);
}
