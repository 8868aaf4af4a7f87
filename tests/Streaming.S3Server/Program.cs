using System.Globalization;
using Streaming.S3Server;

// S3Server [PORT] [BUCKET]: an object store in memory, to try things out; what it holds is gone when it ends.
await using var server = await ObjectServer.StartAsync(args.ElementAtOrDefault(1) ?? "bucket", int.Parse(args.ElementAtOrDefault(0) ?? "0", CultureInfo.InvariantCulture));
Console.WriteLine($"export AWS_ENDPOINT_URL={server.Address} AWS_REGION={ObjectServer.Region} AWS_ACCESS_KEY_ID={ObjectServer.AccessKey} AWS_SECRET_ACCESS_KEY={ObjectServer.SecretKey}");
await Task.Delay(Timeout.Infinite);
