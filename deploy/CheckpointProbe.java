import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The application of deploy/test-checkpoint: shows what must differ between two copies of a process.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(CheckpointProbe.Controller.class)
public class CheckpointProbe {

	public static void main(String[] arguments) {
		SpringApplication.run(CheckpointProbe.class, arguments);
	}

	@RestController
	public static class Controller {

		private final Environment environment;

		Controller(Environment environment) {
			this.environment = environment;
		}

		@GetMapping("/java/random")
		Map<String, String> random(HttpServletRequest request) {
			Map<String, String> values = new TreeMap<>();
			values.put("session", request.getSession().getId());
			values.put("uuid", UUID.randomUUID().toString());
			values.put("thread-local", Long.toString(ThreadLocalRandom.current().nextLong()));
			values.put("random", Long.toString(new Random().nextLong()));
			values.put("splittable", Long.toString(new SplittableRandom().nextLong()));
			values.put("math", Double.toString(Math.random()));
			return values;
		}

		@GetMapping("/java/environment")
		Map<String, String> environment() {
			Map<String, String> values = new TreeMap<>();
			values.put("getenv", String.valueOf(System.getenv("PROBE")));
			values.put("removed", String.valueOf(System.getenv("PROBE_REMOVED")));
			values.put("spring", this.environment.getProperty("PROBE"));
			values.put("tree", String.valueOf(this.environment.getProperty("mounted")));
			return values;
		}

	}

}
