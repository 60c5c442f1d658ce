/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.wsgi.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.inject.Inject;

import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Installs the Python packages of {@code requirements.txt}, where the application finds
 * them in its jar. They are wheels in pure Python, or such that can do without their part
 * in C, and wheels for GraalPy of those that are named; for others there is
 * {@code graalpy-maven-plugin}, which compiles it.
 * <p>
 * pip does the work, with its configuration and environment variables: that of
 * {@code python3} or {@code python} on the {@code PATH} if there is one, otherwise the
 * one inside GraalPy, which takes a minute. Nothing is done while neither the file nor
 * the result has changed. If the file has a hash for each package
 * ({@code --hash=sha256:…}), it has to be complete, and what it asks for is kept in a
 * directory of the user, so that other builds need no network for it.
 *
 * @author wsgi-spring-boot contributors
 */
@Mojo(name = "install-packages", defaultPhase = LifecyclePhase.PROCESS_RESOURCES,
		requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public class InstallPackagesMojo extends AbstractMojo {

	/** The requirements file of pip. */
	@Parameter(defaultValue = "${project.basedir}/requirements.txt", required = true)
	private File requirements;

	/** The directory for the packages, which gets them and loses everything else. */
	@Parameter(required = true,
			defaultValue = "${project.build.outputDirectory}/org.graalvm.python.vfs/venv/lib/python3.12/site-packages")
	private File directory;

	/** The directory for packages of requirements with hashes, shared by all builds. */
	@Parameter(property = "python.packages.cache", required = true,
			defaultValue = "${user.home}/.cache/wsgi-spring-boot/packages")
	private File cache;

	/** The Pythons whose pip is tried, before that of GraalPy. */
	@Parameter(property = "python.packages.pythons", defaultValue = "python3,python")
	private List<String> pythons;

	/** The version of Python that the packages are for. */
	@Parameter(defaultValue = "3.12", required = true)
	private String pythonVersion;

	/**
	 * The packages of which wheels for GraalPy are taken, because they do not do without
	 * their part in C, such as {@code pydantic-core}.
	 */
	@Parameter(property = "python.packages.native")
	private List<String> nativePackages = List.of();

	/** Whether to leave everything as it is. */
	@Parameter(property = "python.packages.skip", defaultValue = "false")
	private boolean skip;

	@Parameter(defaultValue = "${project}", readonly = true, required = true)
	private MavenProject project;

	@Parameter(defaultValue = "${session}", readonly = true, required = true)
	private MavenSession session;

	private final RepositorySystem repositories;

	private final ToolchainManager toolchains;

	/**
	 * Create a new instance.
	 * @param repositories resolves the launcher of GraalPy
	 * @param toolchains knows the JDK of the project
	 */
	@Inject
	public InstallPackagesMojo(RepositorySystem repositories, ToolchainManager toolchains) {
		this.repositories = repositories;
		this.toolchains = toolchains;
	}

	@Override
	public void execute() throws MojoExecutionException {
		if (this.skip) {
			return;
		}
		try {
			List<Pip> pips = new ArrayList<>();
			this.pythons.forEach((python) -> pips.add(PipProcess.of(python)));
			pips.add((arguments) -> pipOfGraalPy().run(arguments));
			boolean installed = new PythonPackages(pips, this.cache.toPath(), this.pythonVersion, findNativePackages(),
					getLog()::info)
				.install(Requirements.read(this.requirements.toPath()), this.directory.toPath());
			getLog().info("The packages of %s are %s".formatted(this.requirements,
					installed ? "installed" : "installed already"));
		}
		catch (IOException ex) {
			throw new MojoExecutionException("Python packages could not be installed: " + ex, ex);
		}
		catch (PipException ex) {
			throw new MojoExecutionException(
					"No pip could install %s\n%s\n".formatted(this.requirements, ex.getMessage())
							+ "Packages that have to be compiled for GraalPy need its graalpy-maven-plugin.",
					ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MojoExecutionException("Interrupted", ex);
		}
	}

	private NativePackages findNativePackages() throws PipException {
		if (this.nativePackages.isEmpty()) {
			return NativePackages.NONE;
		}
		String version = GraalPyClassPath.version(this.project.getArtifacts().stream());
		return NativePackages.of(this.nativePackages, version, this.pythonVersion, System.getProperty("os.arch"));
	}

	private PipProcess pipOfGraalPy() throws PipException {
		getLog().info("The pip inside GraalPy installs the packages, which takes a minute or more");
		String classPath = new GraalPyClassPath(this.repositories, this.session.getRepositorySession(),
				this.project.getRemoteProjectRepositories())
			.find(this.project.getArtifacts().stream());
		return PipProcess.ofGraalPy(java(), classPath);
	}

	private Path java() {
		@Nullable Toolchain toolchain = this.toolchains.getToolchainFromBuildContext("jdk", this.session);
		String java = (toolchain != null) ? toolchain.findTool("java") : null;
		return (java != null) ? Path.of(java) : Path.of(System.getProperty("java.home"), "bin", "java");
	}

}
