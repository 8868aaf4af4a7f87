using Confluent.Kafka;
using Streaming.Kafka.Embedded;
using Streaming.Kafka.Sink.Records;
using Streaming.Tables;

namespace Streaming.Kafka.Sink;

/// <summary>A producer from the moment it fences its predecessors, with the marker as it stood then.</summary>
internal sealed class TransactionSession : IDisposable
{
    // librdkafka waits no longer for one call; a call may be made again.
    private static readonly TimeSpan _callTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _creation = TimeSpan.FromSeconds(5);

    private readonly KafkaSinkOptions _options;
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly IConsumer<byte[], byte[]> _marker;
    private readonly TopicPartition _place;
    private bool _isOpen;
    private bool _isStuck;

    private TransactionSession(KafkaSinkOptions options, string name, BrokerWords words)
    {
        _options = options;
        _place = new(options.Topic, 0);
        _producer = new ProducerBuilder<byte[]?, byte[]?>(SessionSettings.OfProducer(options, name)).SetErrorHandler((_, e) => words.Hear(e)).SetLogHandler((_, _) => { }).Build();
        _marker = new ConsumerBuilder<byte[], byte[]>(SessionSettings.OfMarker(options, name)).SetErrorHandler((_, e) => words.Hear(e)).SetLogHandler((_, _) => { }).Build();
    }

    /// <summary>The version up to which all is delivered; −1: the brokers know of none.</summary>
    public long Delivered { get; private set; } = -1;

    /// <summary>Fences whoever was there before, and reads the marker.</summary>
    /// <exception cref="BadInputException">The topic is not there, or may not be written.</exception>
    /// <exception cref="KafkaException">The brokers do not answer in time, or refuse.</exception>
    public static async Task<TransactionSession> OpenAsync(KafkaSinkOptions options, DeliveryContext context, BrokerWords words, CancellationToken abort)
    {
        var name = $"streaming.{context.Pipeline}.{context.Output}.{context.TableId.Replace("-", "", StringComparison.Ordinal)}";
        var session = new TransactionSession(options, name, words);
        try
        {
            await session.RequireTopicAsync(words, abort);
            session._producer.InitTransactions(options.ConnectTimeout);
            var offset = session._marker.Committed([session._place], options.ConnectTimeout)[0].Offset;
            session.Delivered = offset.IsSpecial ? -1 : offset.Value;
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // Brokers that make topics on first use make it now.
    private async Task RequireTopicAsync(BrokerWords words, CancellationToken abort)
    {
        if (_options.Embedded)
        {
            EmbeddedBroker.Shared.EnsureTopic(_options.Topic, 1);
        }

        await new TopicCheck(_producer.Handle, _options, words, TimeProvider.System).RequireAsync(_options.Topic, _creation, abort);
    }

    /// <summary>Delivers a version in one transaction.</summary>
    public async ValueTask DeliverAsync(long version, IReadOnlyList<Stream> files, IDeliveryFaults? faults, CancellationToken abort)
    {
        _producer.BeginTransaction();
        _isOpen = true;
        faults?.At(DeliveryStep.Begun, version);
        foreach (var message in files.SelectMany(RecordReader.Read))
        {
            await ProduceAsync(message, abort);
        }

        faults?.At(DeliveryStep.Produced, version);
        await CommitAsync(version, faults, abort);
        _isOpen = false;
        Delivered = version;
        faults?.At(DeliveryStep.Committed, version);
    }

    /// <summary>Leaves; a transaction that is open is given up, so that readers need not wait for its timeout.</summary>
    public void Dispose()
    {
        if (_isStuck)
        {
            // A client that does not return from a call would not return from this either. Whoever begins next fences it.
            return;
        }

        try
        {
            if (_isOpen)
            {
                _producer.AbortTransaction(_farewell);
            }
        }
        catch (KafkaException)
        {
            // Fenced, or the brokers are away: whoever begins next ends it.
        }

        _producer.Dispose();
        _marker.Dispose();
    }

    private async ValueTask ProduceAsync(Message<byte[]?, byte[]?> message, CancellationToken abort)
    {
        while (true)
        {
            abort.ThrowIfCancellationRequested();
            try
            {
                _producer.Produce(_options.Topic, message);
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                await Task.Delay(20, abort);
            }
        }
    }

    private async Task CommitAsync(long version, IDeliveryFaults? faults, CancellationToken abort)
    {
        try
        {
            await Task.Run(() => Commit(version, faults), abort).WaitAsync(_options.TransactionTimeout, abort);
        }
        catch (TimeoutException)
        {
            _isStuck = true;
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "the transaction was not committed in time"));
        }
    }

    private void Commit(long version, IDeliveryFaults? faults)
    {
        _producer.SendOffsetsToTransaction([new(_place, new Offset(version))], _marker.ConsumerGroupMetadata, _callTimeout);
        faults?.At(DeliveryStep.Marked, version);
        _producer.CommitTransaction(_callTimeout);
    }
}
