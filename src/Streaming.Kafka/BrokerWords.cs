using Confluent.Kafka;

namespace Streaming.Kafka;

/// <summary>Keeps what the brokers and the client library said last, for messages to people. librdkafka tells errors of connections by callback only.</summary>
internal sealed class BrokerWords
{
    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private Error? _allDown;
    private Error? _fatal;

    /// <summary>The last different reasons, oldest first, or null.</summary>
    public string? Last
    {
        get
        {
            lock (_lock)
            {
                return _last.Count == 0 ? null : string.Join("; ", _last);
            }
        }
    }

    /// <summary>Set while no broker can be reached, as far as is known.</summary>
    public bool AllDown => Volatile.Read(ref _allDown) is not null;

    /// <summary>An error after which the client is of no more use, or null.</summary>
    public Error? Fatal => Volatile.Read(ref _fatal);

    /// <summary>Whether a login was refused: waiting does not help.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Takes an error callback.</summary>
    public void Hear(Error error)
    {
        lock (_lock)
        {
            if (error.Code == ErrorCode.Local_AllBrokersDown)
            {
                _allDown = error;
                return;
            }

            IsRefused |= error.Code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed;
            if (error.IsFatal)
            {
                _fatal = error;
            }

            Keep(error.Reason);
        }
    }

    /// <summary>Takes a line of the library's log: a consumer that is not polled yet calls back with no error, but logs what a connection died of.</summary>
    public void Hear(LogMessage line)
    {
        if (line.Level <= SyslogLevel.Error)
        {
            lock (_lock)
            {
                IsRefused |= line.Message.Contains("authentication", StringComparison.OrdinalIgnoreCase);
                Keep(line.Message);
            }
        }
    }

    private void Keep(string reason)
    {
        if (!_last.Contains(reason))
        {
            _last.Enqueue(reason);
        }

        while (_last.Count > 3)
        {
            _last.Dequeue();
        }
    }

    /// <summary>Notes that a broker answered.</summary>
    public void Answered() => Volatile.Write(ref _allDown, null);
}
