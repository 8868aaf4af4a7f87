using Streaming.Operators.Deduplication;
using Streaming.Operators.Deduplication.MinHash;
using Streaming.Operators.Deduplication.Stores;

namespace Streaming.Operators.Tests.Deduplication.Stores;

/// <summary>Indexes of keys as an operator opens them, with a table's log in memory.</summary>
internal static class StoreKit
{
    /// <summary>An index over what <paramref name="book"/> recorded.</summary>
    public static KeyIndex<ulong> Open(KeyStoreOptions options, StateBook book, ulong parameters = 7)
    {
        var index = new KeyIndex<ulong>(parameters, options);
        index.Open(new()
        {
            Name = "keys",
            Seed = 1,
            Input = RowSchema.Text,
            Memory = new MemoryAccount(64 << 20),
            ScratchFolder = () => throw new InvalidOperationException("A folder was given."),
        });
        book.Restore(new Stated(index));
        return index;
    }

    /// <summary>A barrier.</summary>
    public static void Save(KeyIndex<ulong> index, StateBook book) => book.Save(new Stated(index));

    /// <summary>Options of a RocksDB in a folder.</summary>
    public static KeyStoreOptions Rocks(string folder) => new DocumentMinhashDeduplicatorOptions { Store = KeyStoreKind.Rocksdb, StoreDirectory = folder, StoreMemory = ByteSize.MiB(8) };

    private sealed class Stated(KeyIndex<ulong> index) : IStateful
    {
        public long Held => 0;

        public void Save(IStateWriter state) => index.Save(state);

        public void Restore(IStateReader state) => index.Restore(state);
    }
}
